package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What this machine lets thaw enforce, and what to do about the rest.
///
/// @param loop whether `/tmp` can be a file system in a file
/// @param limits makes control groups
public record Capabilities(
    Item namespaces,
    Item memory,
    Item cpu,
    Item processes,
    Item tmp,
    Item freezer,
    boolean loop,
    Cgroups limits) {

  /// @param how if it is enforced
  /// @param why if it is not, with the remedy
  public record Item(String name, boolean enforced, String how, String why) {

    static Item yes(String name, String how) {
      return new Item(name, true, how, "");
    }

    static Item no(String name, String why) {
      return new Item(name, false, "", why);
    }
  }

  /// For people to read, in a fixed order.
  public List<Item> items() {
    return List.of(namespaces, memory, cpu, processes, tmp, freezer);
  }

  static Capabilities probe(String instance) {
    boolean root = Libc.uid() == 0;
    Item namespaces = namespaces(root);
    Cgroups limits = Cgroups.find(instance);
    boolean limited = limits.why().isEmpty();
    String name = limits instanceof Cgroups.V1 ? "cgroup v1" : "cgroup v2";
    boolean loop = root && namespaces.enforced() && limited && loopWorks();
    Item tmp = tmp(namespaces.enforced(), limited, loop);
    return new Capabilities(
        namespaces,
        limited ? Item.yes("memory", name) : Item.no("memory", limits.why()),
        limited
            ? Item.yes("cpu", name + ", 1,769 MB = one core, 20 ms periods")
            : Item.no("cpu", limits.why()),
        limited ? Item.yes("processes", name) : Item.no("processes", limits.why()),
        tmp,
        limited
            ? Item.yes("freezer", freezer(limits))
            : Item.yes("freezer", "stop and continue signals"),
        loop,
        limits);
  }

  private static String freezer(Cgroups limits) {
    return limits instanceof Cgroups.V1(Limits.CgroupV1Parents parents)
            && parents.unified().isEmpty()
        ? "cgroup v1"
        : "cgroup v2";
  }

  private static Item namespaces(boolean root) {
    String name = "isolation";
    if (!System.getProperty("os.name").equals("Linux")) {
      return Item.no(
          name, "namespaces are a feature of Linux; functions run as plain processes here");
    }
    for (String tool : List.of("unshare", "setpriv", "mount", "umount", "pivot_root")) {
      if (!onPath(tool)) {
        return Item.no(name, tool + " is not installed: install util-linux and mount");
      }
    }
    List<String> trial = new ArrayList<>(List.of("unshare"));
    if (!root) {
      trial.addAll(List.of("--user", "--map-root-user"));
    }
    trial.addAll(
        List.of(
            "--mount", "--pid", "--ipc", "--uts", "--fork", "mount", "-t", "tmpfs", "none",
            "/mnt"));
    String complaint = complaint(trial);
    return complaint.isEmpty()
        ? Item.yes(name, "own mount, process, IPC and host name spaces by unshare")
        : Item.no(name, complaint + remedy());
  }

  private static String remedy() {
    for (String[] switchAndValue :
        new String[][] {
          {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "0", "1"},
          {"/proc/sys/kernel/unprivileged_userns_clone", "1", "0"},
          {"/proc/sys/user/max_user_namespaces", "15000", "0"}
        }) {
      Path file = Path.of(switchAndValue[0]);
      try {
        if (Files.exists(file) && Files.readString(file).strip().equals(switchAndValue[2])) {
          String key = Path.of("/proc/sys").relativize(file).toString().replace('/', '.');
          return "; user namespaces are switched off here: sudo sysctl -w "
              + key
              + "="
              + switchAndValue[1];
        }
      } catch (IOException e) {
        // unreadable: the next one may tell
      }
    }
    return "";
  }

  private static Item tmp(boolean namespaces, boolean limited, boolean loop) {
    if (!namespaces) {
      return Item.no(
          "/tmp",
          "a plain process shares the machine's disk; only namespaces give it a limited /tmp");
    }
    if (loop) {
      return Item.yes("/tmp", "a file system of its own in a file");
    }
    if (!limited) {
      return Item.yes("/tmp", "a file system in memory, which is not limited here");
    }
    return Item.no(
        "/tmp",
        "loop devices or mkfs.ext4 are missing, and a file system in memory would count as the function's memory");
  }

  private static boolean loopWorks() {
    if (!Files.exists(Path.of("/dev/loop-control"))
        || !onPath("mkfs.ext4")
        || !onPath("truncate")) {
      return false;
    }
    try {
      return Files.readString(Path.of("/proc/filesystems")).contains("\text4\n");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean onPath(String tool) {
    for (String directory :
        List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")) {
      if (Files.isExecutable(Path.of(directory, tool))) {
        return true;
      }
    }
    return false;
  }

  /// What a command says when it fails; empty if it does not.
  private static String complaint(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return command.getFirst() + ": does not end";
      }
      return process.exitValue() == 0
          ? ""
          : output.isEmpty() ? command.getFirst() + ": failed" : output;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}

package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the processes of a sandbox are kept apart from the rest of the machine.
///
/// Each writes what the launcher's child runs to start a sandbox: see `launcher.sh`. The working
/// directory is the sandbox's own on the host, descriptor 0 brings commands, 4 takes events.
sealed interface Isolation {

  /// As in [Sandbox.Enforced].
  String name();

  SandboxPaths paths(SandboxSpec spec, Path directory);

  /// Whether it has a root directory of its own.
  boolean namespaces();

  /// Shell text.
  String start(Plan plan);

  /// What a shell runs before it becomes a function's process; it tells [Event.Started].
  String reportStarted();

  /// @param directory the sandbox's on the host
  /// @param skeleton null without namespaces
  /// @param mounts besides the skeleton's, later ones over earlier ones
  record Plan(
      String token,
      Path directory,
      @Nullable Skeleton skeleton,
      List<Mount> mounts,
      Cgroup cgroup,
      Account account) {

    Skeleton root() {
      if (skeleton == null) {
        throw new IllegalStateException("skeleton: none (expected: one, for namespaces)");
      }
      return skeleton;
    }

    List<Mount> allMounts() {
      List<Mount> all = new ArrayList<>(root().mounts());
      all.addAll(mounts);
      return all;
    }

    /// Opens the groups' files in which a process enters itself.
    String openCgroups() {
      StringBuilder text = new StringBuilder();
      List<Integer> descriptors = descriptors();
      for (int i = 0; i < descriptors.size(); i++) {
        Path procs = cgroup.groups().get(i).resolve("cgroup.procs");
        text.append("exec ")
            .append(descriptors.get(i))
            .append('>')
            .append(Shell.quote(procs.toString()))
            .append(" || exit\n");
      }
      return text.toString();
    }

    String cgroupDescriptors() {
      return String.join(" ", descriptors().stream().map(String::valueOf).toList());
    }

    private List<Integer> descriptors() {
      return List.of(3, 5, 6, 7).subList(0, cgroup.groups().size());
    }
  }

  /// Namespaces by util-linux.
  ///
  /// @param root whether thaw is root; otherwise a user namespace comes first
  record Unshare(Path unshare, Path setsid, Path setpriv, boolean root) implements Isolation {

    @Override
    public String name() {
      return "unshare";
    }

    @Override
    public SandboxPaths paths(SandboxSpec spec, Path directory) {
      return SandboxPaths.AWS;
    }

    @Override
    public boolean namespaces() {
      return true;
    }

    @Override
    public String start(Plan plan) {
      List<String> command = new ArrayList<>(List.of(unshare.toString()));
      if (!root) {
        command.addAll(List.of("--user", "--map-root-user"));
      }
      command.addAll(
          List.of(
              "--mount",
              "--pid",
              "--ipc",
              "--uts",
              "--fork",
              "--kill-child",
              "--propagation",
              "private",
              "/bin/sh",
              "../../enter.sh",
              plan.root().root().toString(),
              Account.HOST_NAME,
              plan.token(),
              plan.cgroupDescriptors(),
              enter(plan.account())));
      return plan.openCgroups() + "exec 8</proc 9<. || exit\n" + Shell.quote(command) + "\n";
    }

    private String enter(Account account) {
      return setsid + " " + (root ? drop(setpriv, account) : nest(unshare, setpriv, account));
    }

    /// An ordinary user's function gets a second user namespace, whose only user it is, so that it
    /// has no rights in the first one and none over the shells there.
    static String nest(Path unshare, Path setpriv, Account account) {
      return unshare
          + " --user --map-user="
          + account.uid()
          + " --map-group="
          + account.gid()
          + " "
          + setpriv
          + " --no-new-privs --inh-caps=-all";
    }

    static String drop(Path setpriv, Account account) {
      return setpriv
          + " --reuid="
          + account.uid()
          + " --regid="
          + account.gid()
          + " --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all";
    }

    @Override
    public String reportStarted() {
      return FROM_HOST_PROC;
    }
  }

  /// Namespaces by bubblewrap.
  ///
  /// @param unshare for root to mount what bubblewrap cannot mount, for others to keep the function
  ///   from the shells that serve it; null if there is none
  record Bubblewrap(Path bwrap, @Nullable Path unshare, Path setsid, Path setpriv, boolean root)
      implements Isolation {

    @Override
    public String name() {
      return "bubblewrap";
    }

    @Override
    public SandboxPaths paths(SandboxSpec spec, Path directory) {
      return SandboxPaths.AWS;
    }

    @Override
    public boolean namespaces() {
      return true;
    }

    @Override
    public String start(Plan plan) {
      List<String> command = new ArrayList<>();
      command.add(bwrap.toString());
      command.addAll(List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--as-pid-1"));
      command.addAll(List.of("--die-with-parent", "--hostname", Account.HOST_NAME));
      if (root) {
        command.addAll(List.of("--cap-drop", "ALL"));
        for (String capability : List.of("SETUID", "SETGID", "SETPCAP", "KILL")) {
          command.addAll(List.of("--cap-add", "CAP_" + capability));
        }
      } else {
        command.addAll(
            List.of(
                "--unshare-user",
                "--uid",
                Integer.toString(plan.account().uid()),
                "--gid",
                Integer.toString(plan.account().gid())));
      }
      command.addAll(Mount.bubblewrap(plan.root().root(), plan.allMounts()));
      command.addAll(
          List.of(
              "--chdir",
              "/",
              "--",
              "/bin/sh",
              "/proc/self/fd/9/../../init.sh",
              plan.token(),
              plan.cgroupDescriptors(),
              enter(plan.account())));
      String bubblewrap = Shell.quote(command);
      StringBuilder text = new StringBuilder(plan.openCgroups());
      text.append("exec 8</proc 9<. || exit\n");
      List<Mount.Image> images =
          plan.mounts().stream()
              .filter(Mount.Image.class::isInstance)
              .map(Mount.Image.class::cast)
              .toList();
      if (images.isEmpty() || unshare == null) {
        return text.append(bubblewrap).append('\n').toString();
      }
      StringBuilder inner = new StringBuilder("set -e\n");
      for (Mount.Image image : images) {
        inner
            .append("mount -n -t ext4 -o loop,nosuid,nodev,noatime,noinit_itable ")
            .append(Shell.quote(image.file().toString()))
            .append(' ')
            .append(Shell.quote(Mount.beside(image).toString()))
            .append('\n');
      }
      inner.append("exec ").append(bubblewrap).append('\n');
      return text.append(
              Shell.quote(
                  List.of(
                      unshare.toString(),
                      "--mount",
                      "--propagation",
                      "private",
                      "/bin/sh",
                      "-c",
                      inner.toString())))
          .append('\n')
          .toString();
    }

    private String enter(Account account) {
      if (root) {
        return setsid + " " + Unshare.drop(setpriv, account);
      }
      return unshare == null
          ? setsid.toString()
          : setsid + " " + Unshare.nest(unshare, setpriv, account);
    }

    @Override
    public String reportStarted() {
      return FROM_HOST_PROC;
    }
  }

  /// Processes of the host, as thaw itself: no isolation.
  ///
  /// @param setsid null where there is none, as on macOS
  record PlainProcess(@Nullable Path setsid) implements Isolation {

    @Override
    public String name() {
      return "process";
    }

    @Override
    public SandboxPaths paths(SandboxSpec spec, Path directory) {
      Path opt = spec.opt();
      Path shared = spec.shared();
      return new SandboxPaths(
          spec.task().toAbsolutePath().toString(),
          (opt == null ? directory.resolve("opt") : opt.toAbsolutePath()).toString(),
          spec.runtime().toAbsolutePath().toString(),
          directory.resolve("tmp").toString(),
          (shared == null ? directory.resolve("thaw") : shared.toAbsolutePath()).toString());
    }

    @Override
    public boolean namespaces() {
      return false;
    }

    @Override
    public String start(Plan plan) {
      Path kill = plan.cgroup().killFile();
      List<Path> groups = plan.cgroup().groups();
      return plan.openCgroups()
          + variable("here", plan.directory().toString())
          + variable("cgroups", plan.cgroupDescriptors())
          + variable("enter", setsid == null ? "" : setsid.toString())
          + variable("monitor", setsid == null ? "set -m" : "")
          + variable("kill_file", kill == null ? "" : kill.toString())
          + variable(
              "procs_file",
              groups.isEmpty() ? "" : groups.getFirst().resolve("cgroup.procs").toString())
          + ". ../../plain.sh\n";
    }

    private static String variable(String name, String value) {
      return name + "=" + Shell.quote(value) + "\n";
    }

    @Override
    public String reportStarted() {
      return """
      if [ -r /proc/self/stat ]; then
        read -r stat </proc/self/stat
        pid=${stat%% *}
      else
        pid=$(exec /bin/sh -c 'echo $PPID')
        stat=$pid
      fi
      echo "$stat" >"$here/leader-$1"
      """;
    }
  }

  /// Sets `pid` to the process id on the host.
  String FROM_HOST_PROC = "read -r pid rest </proc/self/fd/8/self/stat\n";
}

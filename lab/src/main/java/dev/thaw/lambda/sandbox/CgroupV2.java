package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Version 2: one group with all controllers.
///
/// @param home below which the sandboxes' groups are made
/// @param controllers that are switched on there
/// @param room leaf into which the processes beside it were moved; null if that was not needed
record CgroupV2(Path home, Set<String> controllers, @Nullable Path room) implements Limits {

  public CgroupV2 {
    controllers = Set.copyOf(controllers);
  }

  /// Takes a place in the tree: below the root of the tree for root, below thaw's own group for
  /// others, which only a delegated one allows.
  ///
  /// A group that holds processes cannot hand controllers down, the root of the tree excepted: if
  /// need be everybody in it, which is thaw and what it started, moves into a leaf.
  ///
  /// @param name of the new directory
  /// @throws IOException if the place is not ours to use; nothing is left there then
  static CgroupV2 take(Path base, String name) throws IOException {
    Path home = Files.createDirectory(base.resolve(name));
    Path room = null;
    try {
      Set<String> wanted = new HashSet<>(List.of("cpu", "memory", "pids"));
      wanted.retainAll(words(base.resolve("cgroup.controllers")));
      if (!enable(base, wanted) && !words(base.resolve("cgroup.procs")).isEmpty()) {
        room = Files.createDirectory(base.resolve(name + "-main"));
        move(base, room);
        enable(base, wanted);
      }
      wanted.removeIf(controller -> !enable(home, Set.of(controller)));
      return new CgroupV2(home, wanted, room);
    } catch (IOException e) {
      try {
        give(base, home, room);
      } catch (SandboxException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    for (String pid : words(from.resolve("cgroup.procs"))) {
      Files.writeString(to.resolve("cgroup.procs"), pid, StandardOpenOption.WRITE);
    }
  }

  private static void give(Path base, Path home, @Nullable Path room) {
    Cgroup.remove(List.of(home));
    if (room == null) {
      return;
    }
    try {
      // without controllers handed down, processes may go back
      for (String controller : words(base.resolve("cgroup.subtree_control"))) {
        Files.writeString(
            base.resolve("cgroup.subtree_control"), "-" + controller, StandardOpenOption.WRITE);
      }
      move(room, base);
    } catch (IOException e) {
      throw new SandboxException("cannot move thaw back into " + base, e);
    }
    Cgroup.remove(List.of(room));
  }

  @Override
  public void close() {
    Path base = home.getParent();
    if (base == null) {
      throw new IllegalStateException("home: " + home + " (expected: a group below another)");
    }
    Cgroup.remove(List.of(anteroom()));
    give(base, home, room);
  }

  @Override
  public Path anteroom() {
    return home.resolve("anteroom");
  }

  /// Whether all of them are handed down now.
  private static boolean enable(Path group, Set<String> controllers) {
    Path control = group.resolve("cgroup.subtree_control");
    boolean all = true;
    for (String controller : controllers) {
      try {
        if (!words(control).contains(controller)) {
          Files.writeString(control, "+" + controller, StandardOpenOption.WRITE);
        }
      } catch (IOException e) {
        all = false;
      }
    }
    return all;
  }

  private static Set<String> words(Path file) throws IOException {
    Set<String> words = new HashSet<>(List.of(Files.readString(file).split("\\s+")));
    words.remove("");
    return words;
  }

  @Override
  public String name() {
    return controllers.isEmpty() ? "none" : "cgroup v2";
  }

  @Override
  public boolean memory() {
    return controllers.contains("memory");
  }

  @Override
  public boolean cpu() {
    return controllers.contains("cpu");
  }

  @Override
  public boolean processes() {
    return controllers.contains("pids");
  }

  @Override
  public boolean groups() {
    return true;
  }

  @Override
  public String freezer() {
    return "cgroup v2";
  }

  @Override
  public Cgroup create(String token, int memoryMb, int processes) {
    Path group = home.resolve(token);
    Cgroup.make(group);
    return set(group, memoryMb, processes);
  }

  Cgroup set(Path group, int memoryMb, int processes) {
    if (memory()) {
      Cgroup.write(group.resolve("memory.max"), Long.toString(memoryMb * Cgroup.MIB));
      Cgroup.writeIfThere(group.resolve("memory.swap.max"), "0");
    }
    if (processes()) {
      Cgroup.write(group.resolve("pids.max"), Integer.toString(processes));
    }
    return new Cgroup(
        List.of(group),
        group,
        null,
        memory() ? new Cgroup.Memory(group.resolve("memory.events"), "oom_kill") : null,
        cpu() ? new Cgroup.Cpu(group.resolve("cpu.max"), "", memoryMb) : null);
  }

  @Override
  public List<Path> directories() {
    return room == null ? List.of(home) : List.of(home, room);
  }
}

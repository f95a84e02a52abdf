package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where limits come from. Each makes the control groups of a sandbox below one directory that
/// belongs to this thaw process.
sealed interface Limits {

  /// As in [Sandbox.Enforced].
  String name();

  boolean memory();

  boolean cpu();

  boolean processes();

  /// Whether sandboxes have groups at all, with limits or only to know who belongs to them.
  boolean groups();

  /// Makes the groups of one sandbox and sets what does not change.
  Cgroup create(String token, int memoryMb, int processes);

  /// As in [Sandbox.Enforced].
  default String freezer() {
    return "signals";
  }

  /// Gives the directories back; no sandbox uses them any more.
  default void close() {
    Cgroup.remove(directories());
  }

  /// The directories that hold all groups of this thaw process.
  List<Path> directories();

  /// Version 2: one group with all controllers.
  ///
  /// @param home below which the sandboxes' groups are made
  /// @param controllers that are switched on there
  /// @param room leaf into which the processes beside it were moved; null if that was not needed
  record V2(Path home, Set<String> controllers, @Nullable Path room) implements Limits {

    public V2 {
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
    static V2 take(Path base, String name) throws IOException {
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
        return new V2(home, wanted, room);
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
      give(base, home, room);
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

  /// Version 1: a group in the tree of each controller, and one in the version 2 tree beside them,
  /// if there is one, to freeze and kill.
  ///
  /// @param homes the directory of this thaw process by controller; `unified` for version 2
  record V1(Map<String, Path> homes) implements Limits {

    public V1 {
      homes = Map.copyOf(homes);
    }

    /// Takes a place in every tree that lets us.
    static V1 take(Map<String, Path> bases, String name) {
      Map<String, Path> homes = new HashMap<>();
      bases.forEach((controller, base) -> {
        try {
          homes.put(controller, Files.createDirectory(base.resolve(name)));
        } catch (IOException e) {
          // one tree less; the capabilities say which limits are missing
        }
      });
      if (homes.containsKey("unified")) {
        Path unneeded = homes.remove("freezer");
        if (unneeded != null) {
          Cgroup.remove(List.of(unneeded));
        }
      }
      return new V1(homes);
    }

    @Override
    public String name() {
      return memory() || cpu() || processes() ? "cgroup v1" : "none";
    }

    @Override
    public boolean memory() {
      return homes.containsKey("memory");
    }

    @Override
    public boolean cpu() {
      return homes.containsKey("cpu");
    }

    @Override
    public boolean processes() {
      return homes.containsKey("pids");
    }

    @Override
    public boolean groups() {
      return !homes.isEmpty();
    }

    @Override
    public String freezer() {
      return homes.containsKey("unified")
          ? "cgroup v2"
          : homes.containsKey("freezer") ? "cgroup v1" : Limits.super.freezer();
    }

    @Override
    public Cgroup create(String token, int memoryMb, int processes) {
      List<Path> groups = new ArrayList<>();
      homes.values().forEach(home -> groups.add(home.resolve(token)));
      groups.forEach(Cgroup::make);
      Path memory = in("memory", token);
      if (memory != null) {
        String bytes = Long.toString(memoryMb * Cgroup.MIB);
        Cgroup.write(memory.resolve("memory.limit_in_bytes"), bytes);
        // where swap is not accounted, not swapping at all is what remains
        Cgroup.writeIfThere(memory.resolve("memory.swappiness"), "0");
        Cgroup.writeIfThere(memory.resolve("memory.memsw.limit_in_bytes"), bytes);
      }
      Path pids = in("pids", token);
      if (pids != null) {
        Cgroup.write(pids.resolve("pids.max"), Integer.toString(processes));
      }
      Path cpu = in("cpu", token);
      if (cpu != null) {
        Cgroup.write(cpu.resolve("cpu.cfs_period_us"), Integer.toString(Cgroup.Cpu.PERIOD_MICROS));
      }
      return new Cgroup(
          groups,
          in("unified", token),
          in("freezer", token),
          memory == null
              ? null
              : new Cgroup.Memory(memory.resolve("memory.oom_control"), "oom_kill"),
          cpu == null ? null : new Cgroup.Cpu(cpu.resolve("cpu.cfs_quota_us"), null, memoryMb));
    }

    private @Nullable Path in(String controller, String token) {
      Path home = homes.get(controller);
      return home == null ? null : home.resolve(token);
    }

    @Override
    public List<Path> directories() {
      return List.copyOf(homes.values());
    }
  }

  /// No control groups.
  record None() implements Limits {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public boolean memory() {
      return false;
    }

    @Override
    public boolean cpu() {
      return false;
    }

    @Override
    public boolean processes() {
      return false;
    }

    @Override
    public boolean groups() {
      return false;
    }

    @Override
    public Cgroup create(String token, int memoryMb, int processes) {
      return new Cgroup(List.of(), null, null, null, null);
    }

    @Override
    public List<Path> directories() {
      return List.of();
    }
  }
}

package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where this program may make control groups, and its own directory there: `thaw/PID-START-N` in
/// each hierarchy.
sealed interface Cgroups extends AutoCloseable {

  /// Makes the groups of one sandbox.
  Limits create(String id, int memoryMb, int processes) throws IOException;

  /// Why nothing is limited; empty if everything is.
  String why();

  @Override
  void close();

  /// No groups.
  record None(String why) implements Cgroups {
    @Override
    public Limits create(String id, int memoryMb, int processes) {
      return new Limits.None();
    }

    @Override
    public void close() {}
  }

  /// The second version.
  record V2(Path parent) implements Cgroups {
    @Override
    public Limits create(String id, int memoryMb, int processes) throws IOException {
      return Limits.V2.create(parent, id, memoryMb, processes);
    }

    @Override
    public String why() {
      return "";
    }

    @Override
    public void close() {
      Limits.CgroupFile.remove(parent);
    }
  }

  /// The first version, with an empty second one beside it where there is one.
  record V1(Limits.CgroupV1Parents parents) implements Cgroups {
    @Override
    public Limits create(String id, int memoryMb, int processes) throws IOException {
      return Limits.V1.create(parents, id, memoryMb, processes);
    }

    @Override
    public String why() {
      return "";
    }

    @Override
    public void close() {
      List<Path> groups = new ArrayList<>(List.of(parents.cpu(), parents.memory(), parents.pids()));
      parents.unified().ifPresent(groups::add);
      parents.freezer().ifPresent(groups::add);
      groups.forEach(Limits.CgroupFile::remove);
    }
  }

  /// @param instance names the directory of this program
  static Cgroups find(String instance) {
    Map<String, Path> hierarchies = hierarchies();
    if (hierarchies.isEmpty()) {
      return new None("this machine has no control groups");
    }
    Optional<Path> cpu = Optional.ofNullable(hierarchies.get("cpu"));
    Optional<Path> memory = Optional.ofNullable(hierarchies.get("memory"));
    Optional<Path> pids = Optional.ofNullable(hierarchies.get("pids"));
    if (cpu.isPresent() && memory.isPresent() && pids.isPresent()) {
      return v1(hierarchies, cpu.get(), memory.get(), pids.get(), instance);
    }
    Path unified = hierarchies.get("");
    return unified == null
        ? new None("the controllers cpu, memory and pids are not mounted")
        : v2(unified, instance);
  }

  /// All directories `thaw` in which instances keep their groups.
  static List<Path> homes() {
    return hierarchies().values().stream()
        .map(path -> path.resolve("thaw"))
        .filter(Files::isDirectory)
        .toList();
  }

  private static Cgroups v1(
      Map<String, Path> hierarchies, Path cpu, Path memory, Path pids, String instance) {
    try {
      Optional<Path> unified = Optional.ofNullable(hierarchies.get("")).filter(Files::isWritable);
      Optional<Path> freezer =
          Optional.ofNullable(hierarchies.get("freezer")).filter(Files::isWritable);
      return new V1(
          new Limits.CgroupV1Parents(
              home(cpu, instance),
              home(memory, instance),
              home(pids, instance),
              unified.isPresent() ? Optional.of(home(unified.get(), instance)) : Optional.empty(),
              unified.isEmpty() && freezer.isPresent()
                  ? Optional.of(home(freezer.get(), instance))
                  : Optional.empty()));
    } catch (IOException e) {
      return new None(
          "control groups (v1) cannot be made: "
              + e.getMessage()
              + "; run thaw as root to have limits");
    }
  }

  private static Cgroups v2(Path own, String instance) {
    try {
      // Groups with processes may not have limited children, so this program moves to a leaf of its
      // own.
      Path main = Files.createDirectories(own.resolve("thaw-main"));
      for (long pid : Limits.CgroupFile.numbers(own.resolve("cgroup.procs"))) {
        if (pid == ProcessHandle.current().pid()) {
          Files.writeString(main.resolve("cgroup.procs"), Long.toString(pid));
        }
      }
      Path home = own.resolve("thaw");
      Files.createDirectories(home);
      for (Path group : List.of(own, home)) {
        Files.writeString(group.resolve("cgroup.subtree_control"), "+cpu +memory +pids");
      }
      Path parent = Files.createDirectories(home.resolve(instance));
      Files.writeString(parent.resolve("cgroup.subtree_control"), "+cpu +memory +pids");
      return new V2(parent);
    } catch (IOException e) {
      return new None(
          "control groups cannot be made below "
              + own
              + " ("
              + e.getMessage()
              + "); start thaw in a slice of its own: systemd-run --user --scope -p Delegate=yes ./thaw …");
    }
  }

  private static Path home(Path hierarchy, String instance) throws IOException {
    return Files.createDirectories(hierarchy.resolve("thaw").resolve(instance));
  }

  /// This program's own group in each hierarchy, by controller; the second version under the empty
  /// name.
  private static Map<String, Path> hierarchies() {
    Map<String, Path> mounts = new LinkedHashMap<>();
    Map<String, Path> own = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
        String[] fields = line.split(" ");
        if (fields[2].equals("cgroup2")) {
          mounts.put("", Path.of(fields[1]));
        } else if (fields[2].equals("cgroup")) {
          for (String controller : fields[3].split(",")) {
            mounts.put(controller, Path.of(fields[1]));
          }
        }
      }
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        String[] fields = line.split(":", 3);
        for (String controller : fields[1].split(",")) {
          Path mount = mounts.get(controller);
          if (mount != null) {
            Path inside = mount.resolve(Path.of("/").relativize(Path.of(fields[2])));
            own.put(controller, Files.isDirectory(inside) ? inside : mount);
          }
        }
      }
    } catch (IOException e) {
      return Map.of();
    }
    return own;
  }

  /// Kills what is left in the groups of an instance that has ended, and removes them.
  static void removeInstance(Path instance) {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(instance, Files::isDirectory)) {
      for (Path group : groups) {
        if (Files.exists(group.resolve("cgroup.freeze"))) {
          Freezing.v2(group, false);
        } else if (Files.exists(group.resolve("freezer.state"))) {
          Freezing.v1(group, false);
        }
        for (long pid : Limits.CgroupFile.numbers(group.resolve("cgroup.procs"))) {
          Libc.kill(pid, Libc.SIGKILL);
        }
        Limits.CgroupFile.remove(group);
      }
    } catch (IOException e) {
      return;
    }
    Limits.CgroupFile.remove(instance);
  }
}

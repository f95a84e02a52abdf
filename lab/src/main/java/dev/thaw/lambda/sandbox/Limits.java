package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What holds the processes of one sandbox to its memory, CPU and number, and what stops them all
/// at once.
sealed interface Limits {

  /// 1,769 MB are one vCPU; see the documentation of Lambda's memory setting.
  int MB_PER_VCPU = 1_769;

  /// Microseconds. AWS's functions pause within 20 ms.
  int CPU_PERIOD = 20_000;

  /// Files to which a process writes `0` in order to join.
  List<Path> joins();

  boolean memory();

  boolean cpu();

  boolean processes();

  void throttle(boolean on, int memoryMb);

  long outOfMemoryKills();

  /// Processes inside; empty if it cannot be told.
  Optional<List<Long>> members();

  /// Stops or continues all processes; false if that is not possible this way.
  boolean freeze(boolean on);

  /// Removes what was made; all processes must have ended.
  void remove();

  String name();

  String freezer();

  /// Nothing is limited.
  record None() implements Limits {
    @Override
    public List<Path> joins() {
      return List.of();
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
    public void throttle(boolean on, int memoryMb) {}

    @Override
    public long outOfMemoryKills() {
      return 0;
    }

    @Override
    public Optional<List<Long>> members() {
      return Optional.empty();
    }

    @Override
    public boolean freeze(boolean on) {
      return false;
    }

    @Override
    public void remove() {}

    @Override
    public String name() {
      return "none";
    }

    @Override
    public String freezer() {
      return "signals";
    }
  }

  /// One group of the second version.
  record V2(Path group) implements Limits {

    static V2 create(Path parent, String id, int memoryMb, int processes) throws IOException {
      Path group = Files.createDirectory(parent.resolve(id));
      CgroupFile.write(group.resolve("memory.max"), Long.toString((long) memoryMb << 20));
      CgroupFile.writeIfThere(group.resolve("memory.swap.max"), "0");
      CgroupFile.write(group.resolve("pids.max"), Integer.toString(processes));
      return new V2(group);
    }

    @Override
    public List<Path> joins() {
      return List.of(group.resolve("cgroup.procs"));
    }

    @Override
    public boolean memory() {
      return true;
    }

    @Override
    public boolean cpu() {
      return true;
    }

    @Override
    public boolean processes() {
      return true;
    }

    @Override
    public void throttle(boolean on, int memoryMb) {
      String quota = on ? Long.toString(quota(memoryMb)) : "max";
      CgroupFile.write(group.resolve("cpu.max"), quota + " " + CPU_PERIOD);
    }

    @Override
    public long outOfMemoryKills() {
      return CgroupFile.keyed(group.resolve("memory.events"), "oom_kill");
    }

    @Override
    public Optional<List<Long>> members() {
      return Optional.of(CgroupFile.numbers(group.resolve("cgroup.procs")));
    }

    @Override
    public boolean freeze(boolean on) {
      return Freezing.v2(group, on);
    }

    @Override
    public void remove() {
      CgroupFile.remove(group);
    }

    @Override
    public String name() {
      return "cgroup v2";
    }

    @Override
    public String freezer() {
      return "cgroup v2";
    }
  }

  /// Groups of the first version, one for each controller, and one of an empty second version for
  /// freezing where the machine has both.
  record V1(
      Path cpuGroup,
      Path memoryGroup,
      Path pidsGroup,
      Optional<Path> unified,
      Optional<Path> freezerGroup)
      implements Limits {

    static V1 create(CgroupV1Parents parents, String id, int memoryMb, int processes)
        throws IOException {
      Path cpu = Files.createDirectory(parents.cpu().resolve(id));
      Path memory = Files.createDirectory(parents.memory().resolve(id));
      Path pids = Files.createDirectory(parents.pids().resolve(id));
      String bytes = Long.toString((long) memoryMb << 20);
      CgroupFile.write(memory.resolve("memory.limit_in_bytes"), bytes);
      CgroupFile.writeIfThere(memory.resolve("memory.memsw.limit_in_bytes"), bytes);
      CgroupFile.writeIfThere(memory.resolve("memory.swappiness"), "0");
      CgroupFile.write(pids.resolve("pids.max"), Integer.toString(processes));
      CgroupFile.write(cpu.resolve("cpu.cfs_period_us"), Integer.toString(CPU_PERIOD));
      Optional<Path> unified = Optional.empty();
      Optional<Path> freezer = Optional.empty();
      if (parents.unified().isPresent()) {
        unified = Optional.of(Files.createDirectory(parents.unified().get().resolve(id)));
      } else if (parents.freezer().isPresent()) {
        freezer = Optional.of(Files.createDirectory(parents.freezer().get().resolve(id)));
      }
      return new V1(cpu, memory, pids, unified, freezer);
    }

    @Override
    public List<Path> joins() {
      List<Path> joins = new ArrayList<>();
      for (Path group : groups()) {
        joins.add(group.resolve("cgroup.procs"));
      }
      return joins;
    }

    @Override
    public boolean memory() {
      return true;
    }

    @Override
    public boolean cpu() {
      return true;
    }

    @Override
    public boolean processes() {
      return true;
    }

    @Override
    public void throttle(boolean on, int memoryMb) {
      CgroupFile.write(
          cpuGroup.resolve("cpu.cfs_quota_us"), on ? Long.toString(quota(memoryMb)) : "-1");
    }

    @Override
    public long outOfMemoryKills() {
      return CgroupFile.keyed(memoryGroup.resolve("memory.oom_control"), "oom_kill");
    }

    @Override
    public Optional<List<Long>> members() {
      return Optional.of(CgroupFile.numbers(memoryGroup.resolve("cgroup.procs")));
    }

    @Override
    public boolean freeze(boolean on) {
      if (unified.isPresent()) {
        return Freezing.v2(unified.get(), on);
      }
      return freezerGroup.isPresent() && Freezing.v1(freezerGroup.get(), on);
    }

    @Override
    public void remove() {
      groups().forEach(CgroupFile::remove);
    }

    @Override
    public String name() {
      return "cgroup v1";
    }

    @Override
    public String freezer() {
      return unified.isPresent() ? "cgroup v2" : freezerGroup.isPresent() ? "cgroup v1" : "signals";
    }

    private List<Path> groups() {
      List<Path> groups = new ArrayList<>(List.of(cpuGroup, memoryGroup, pidsGroup));
      unified.ifPresent(groups::add);
      freezerGroup.ifPresent(groups::add);
      return groups;
    }
  }

  /// Directories of the first version's hierarchies below which groups are made.
  record CgroupV1Parents(
      Path cpu, Path memory, Path pids, Optional<Path> unified, Optional<Path> freezer) {}

  /// Microseconds in each period; the kernel takes no less than 1,000.
  static long quota(int memoryMb) {
    return Math.max(1_000, (long) memoryMb * CPU_PERIOD / MB_PER_VCPU);
  }

  /// Files of control groups.
  final class CgroupFile {

    private CgroupFile() {}

    static void write(Path file, String value) {
      try {
        Files.writeString(file, value);
      } catch (IOException e) {
        throw new SandboxException("cgroup: cannot write " + value + " to " + file, e);
      }
    }

    static void writeIfThere(Path file, String value) {
      if (Files.exists(file)) {
        write(file, value);
      }
    }

    static long keyed(Path file, String key) {
      try {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith(key + " ")) {
            return Long.parseLong(line.substring(key.length() + 1).strip());
          }
        }
      } catch (IOException e) {
        // removed meanwhile
      }
      return 0;
    }

    static List<Long> numbers(Path file) {
      try {
        return Files.readAllLines(file).stream().map(Long::valueOf).toList();
      } catch (IOException e) {
        return List.of();
      }
    }

    /// The kernel refuses for a moment after the last process has ended.
    static void remove(Path group) {
      for (int attempt = 0; attempt < 200; attempt++) {
        try {
          Files.deleteIfExists(group);
          return;
        } catch (NoSuchFileException e) {
          return;
        } catch (DirectoryNotEmptyException e) {
          throw new SandboxException("cgroup: " + group + " has children", e);
        } catch (IOException e) {
          java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
      }
      throw new SandboxException(
          "cgroup: " + group + " cannot be removed: processes are left", null);
    }
  }
}

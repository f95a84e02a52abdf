package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The control groups of one sandbox. Only the function's processes are in them; the process that
/// starts and reaps these is not, so that nothing a function does hits it.
///
/// @param groups one directory for each tree
/// @param unified the one in a version 2 tree
/// @param freezer the one of the version 1 freezer
/// @param memory where kills for lack of memory are counted
/// @param cpu where the quota is set
record Cgroup(
    List<Path> groups,
    @Nullable Path unified,
    @Nullable Path freezer,
    @Nullable Memory memory,
    @Nullable Cpu cpu) {

  static final long MIB = 1024L * 1024;

  /// How long the kernel gets to let go of a group whose processes ended.
  private static final long REMOVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// @param events a file of lines `key number`
  /// @param key whose number is meant
  record Memory(Path events, String key) {

    long kills() {
      return Proc.read(events)
          .lines()
          .filter(line -> line.startsWith(key + " "))
          .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).strip()))
          .findFirst()
          .orElse(0);
    }
  }

  /// @param quota file that takes the quota
  /// @param version2 not null if the file is `cpu.max`, which takes the period too
  record Cpu(Path quota, @Nullable String version2, int memoryMb) {

    static final int PERIOD_MICROS = 20_000;

    /// The MemorySize that comes with one whole core.
    private static final int MB_PER_CORE = 1769;

    /// The kernel takes no less than a millisecond for a quota.
    static long quotaMicros(int memoryMb) {
      return Math.max(1_000, (long) memoryMb * PERIOD_MICROS / MB_PER_CORE);
    }

    void throttle(boolean on) {
      if (version2 != null) {
        write(quota, (on ? Long.toString(quotaMicros(memoryMb)) : "max") + " " + PERIOD_MICROS);
      } else {
        write(quota, on ? Long.toString(quotaMicros(memoryMb)) : "-1");
      }
    }
  }

  /// Host process ids of everybody inside.
  SequencedSet<Long> processes() {
    SequencedSet<Long> pids = new LinkedHashSet<>();
    for (Path group : groups) {
      for (String pid : Proc.read(group.resolve("cgroup.procs")).split("\n")) {
        if (!pid.isBlank()) {
          pids.add(Long.parseLong(pid.strip()));
        }
      }
    }
    return pids;
  }

  /// The file that kills everybody inside at once, if the kernel has one.
  @Nullable Path killFile() {
    Path file = unified == null ? null : unified.resolve("cgroup.kill");
    return file != null && Files.exists(file) ? file : null;
  }

  /// Removes the groups; whoever is still inside was killed before.
  void remove() {
    remove(groups);
  }

  static void remove(List<Path> groups) {
    long deadline = System.nanoTime() + REMOVAL_NANOS;
    for (Path group : groups) {
      while (true) {
        try {
          Files.deleteIfExists(group);
          break;
        } catch (IOException e) {
          if (System.nanoTime() - deadline > 0) {
            throw new SandboxException(
                "cannot remove the control group "
                    + group
                    + " with the processes "
                    + Proc.read(group.resolve("cgroup.procs")).strip().replace('\n', ' '),
                e);
          }
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        }
      }
    }
  }

  /// The groups directly below a directory.
  static List<Path> below(Path directory) {
    List<Path> groups = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory, entry -> Files.isDirectory(entry))) {
      entries.forEach(groups::add);
    } catch (NoSuchFileException e) {
      return groups;
    } catch (IOException e) {
      throw new SandboxException("cannot list " + directory, e);
    }
    return groups;
  }

  static void make(Path group) {
    try {
      Files.createDirectory(group);
    } catch (IOException e) {
      throw new SandboxException("cannot make the control group " + group, e);
    }
  }

  static void write(Path file, String value) {
    try {
      // never created: a control file exists or the kernel lacks it
      Files.writeString(
          file, value, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new SandboxException("cannot write " + value + " to " + file, e);
    }
  }

  static void writeIfThere(Path file, String value) {
    if (Files.exists(file)) {
      write(file, value);
    }
  }
}

package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Claims a directory for one thaw process and removes those of thaw processes that were killed.
///
/// ```
/// ROOT/lock             held while directories are claimed and cleaned
/// ROOT/PID-START-N/     one for each open Sandboxes
///   lock                held as long as it is open: the kernel lets go of it at any kind of end
///   cgroups             the control groups made for it, one directory a line
///   run/N/init          process id and start of what serves sandbox N
///   run/N/leader-K      /proc/PID/stat of a plain process
/// ```
///
/// Nobody is killed for a process id alone: its start must be the noted one, or it is in a control
/// group of ours, or holds a pipe of ours.
final class Leftovers {

  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());

  /// Closing any channel to a file drops all locks that this JVM holds on it: the ones in use here
  /// are never probed.
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private static final Object CLAIMING = new Object();

  private Leftovers() {}

  /// @param directory claimed
  /// @param lock held until closed
  record Claim(Path directory, FileChannel lock) implements AutoCloseable {

    @Override
    public void close() {
      try {
        Directories.delete(directory);
        lock.close();
      } catch (IOException e) {
        throw new SandboxException("cannot give back " + directory, e);
      } finally {
        IN_USE.remove(directory);
      }
    }
  }

  /// Cleans up what others left, then claims a new directory.
  static Claim claim(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    if (absolute.toString().indexOf('\n') >= 0) {
      throw new SandboxException("root: " + absolute + " (expected: no newline)", null);
    }
    synchronized (CLAIMING) {
      try {
        Files.createDirectories(absolute);
        try (FileChannel gate = open(absolute.resolve("lock"));
            FileLock held = gate.lock()) {
          if (!held.isValid()) {
            throw new SandboxException("cannot lock " + absolute, null);
          }
          clean(absolute);
          String name = identity(ProcessHandle.current().pid()).replace(' ', '-');
          Path directory = absolute.resolve(name);
          for (int i = 1; Files.exists(directory); i++) {
            directory = absolute.resolve(name + "-" + i);
          }
          Files.createDirectory(directory);
          IN_USE.add(directory);
          FileChannel lock = open(directory.resolve("lock"));
          lock.lock();
          return new Claim(directory, lock);
        }
      } catch (IOException e) {
        throw new SandboxException("cannot use " + absolute, e);
      }
    }
  }

  /// What names a process for ever: its id and its start.
  static String identity(long pid) {
    List<Proc.Stat> stat = Proc.available() ? Proc.stat(pid) : List.of();
    if (!stat.isEmpty()) {
      return pid + " " + stat.getFirst().started();
    }
    return pid
        + " "
        + ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(start -> Long.toString(start.toEpochMilli()))
            .orElse("0");
  }

  private static void clean(Path root) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path directory : entries) {
        if (IN_USE.contains(directory) || !Files.exists(directory.resolve("lock"))) {
          continue;
        }
        try (FileChannel channel = open(directory.resolve("lock"));
            FileLock lock = channel.tryLock()) {
          if (lock != null) {
            remove(directory);
          }
        } catch (IOException | SandboxException e) {
          LOG.log(System.Logger.Level.WARNING, "cannot clean up " + directory, e);
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    LOG.log(System.Logger.Level.INFO, "cleaning up after a killed thaw: {0}", directory);
    List<Path> homes = new ArrayList<>();
    for (String line : lines(directory.resolve("cgroups"))) {
      homes.add(Path.of(line));
    }
    List<Path> groups = new ArrayList<>();
    homes.forEach(home -> groups.addAll(Cgroup.below(home)));
    killAll(directory, groups);
    Cgroup.remove(groups);
    Cgroup.remove(homes);
    Directories.delete(directory);
  }

  private static void killAll(Path directory, List<Path> groups) throws IOException {
    Cgroup cgroup = new Cgroup(groups, null, null, null, null);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      Set<Long> left = new LinkedHashSet<>(cgroup.processes());
      left.addAll(noted(directory));
      left.removeIf(pid -> Proc.available() && !Proc.lives(pid));
      if (left.isEmpty()) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SandboxException("processes do not end: " + left, null);
      }
      for (long pid : left) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      for (Path group : groups) {
        Cgroup.writeIfThere(group.resolve("freezer.state"), "THAWED");
        Cgroup.writeIfThere(group.resolve("cgroup.freeze"), "0");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /// Processes of its sandboxes that still live.
  private static Set<Long> noted(Path directory) throws IOException {
    Set<Long> found = new LinkedHashSet<>();
    Path runs = directory.resolve("run");
    if (Files.notExists(runs)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(runs, Files::isDirectory)) {
      for (Path run : entries) {
        for (String line : lines(run.resolve("init"))) {
          add(found, line);
        }
        Members.Marked marked = Members.Marked.in(run);
        try (DirectoryStream<Path> leaders = Files.newDirectoryStream(run, "leader-*")) {
          for (Path leader : leaders) {
            add(marked.leaders(), identityInStat(Proc.read(leader)));
          }
        }
        found.addAll(marked.processes());
      }
    }
    return found;
  }

  /// @param identity as [#identity] gives it
  private static void add(Set<Long> found, @Nullable String identity) {
    if (identity == null || !identity.matches("[0-9]{1,18} [0-9]{1,18}")) {
      return;
    }
    long pid = Long.parseLong(identity.substring(0, identity.indexOf(' ')));
    if (identity(pid).equals(identity)) {
      found.add(pid);
    }
  }

  private static @Nullable String identityInStat(String stat) {
    int blank = stat.indexOf(' ');
    try {
      return blank < 0 ? null : stat.substring(0, blank) + " " + Proc.Stat.parse(stat).started();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}

package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedSet;

/// Reads Linux's `/proc`. A process that ended meanwhile is absent, never an error.
final class Proc {

  private static final Path ROOT = Path.of("/proc");

  private Proc() {}

  /// @param state `Z` for a zombie, `T` for stopped
  /// @param started clock ticks since boot; with the process id it names one process for ever
  record Stat(char state, long parent, long session, long started) {

    /// @param line of `/proc/PID/stat`; the name in it may hold anything, parentheses too
    /// @throws IllegalArgumentException if it is not such a line
    static Stat parse(String line) {
      int name = line.lastIndexOf(')');
      String[] field = name < 0 ? new String[0] : line.substring(name + 1).strip().split(" ");
      if (field.length < 20) {
        throw new IllegalArgumentException("stat: " + line + " (expected: at least 22 fields)");
      }
      return new Stat(
          field[0].charAt(0),
          Long.parseLong(field[1]),
          Long.parseLong(field[3]),
          Long.parseLong(field[19]));
    }
  }

  static boolean available() {
    return Files.isReadable(ROOT.resolve("self/stat"));
  }

  /// Empty if there is no such process.
  static List<Stat> stat(long pid) {
    String line = read(ROOT.resolve(Long.toString(pid)).resolve("stat"));
    return line.isEmpty() ? List.of() : List.of(Stat.parse(line));
  }

  /// Whether the process runs or is stopped, but has not ended.
  static boolean lives(long pid) {
    return stat(pid).stream().anyMatch(stat -> stat.state() != 'Z' && stat.state() != 'X');
  }

  /// All processes that anyone may see.
  static List<Long> all() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path entry : entries) {
        pids.add(Long.parseLong(entry.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new SandboxException("cannot list " + ROOT, e);
    }
    return pids;
  }

  /// Everything below a process in the tree, without itself; parents come before their children.
  static SequencedSet<Long> descendants(long pid) {
    SequencedSet<Long> found = new LinkedHashSet<>();
    ArrayDeque<Long> open = new ArrayDeque<>(List.of(pid));
    while (!open.isEmpty()) {
      for (long child : children(open.remove())) {
        if (found.add(child)) {
          open.add(child);
        }
      }
    }
    return found;
  }

  private static List<Long> children(long pid) {
    List<Long> children = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(ROOT.resolve(Long.toString(pid)).resolve("task"))) {
      for (Path task : tasks) {
        for (String child : read(task.resolve("children")).split(" ")) {
          if (!child.isBlank()) {
            children.add(Long.parseLong(child.strip()));
          }
        }
      }
    } catch (IOException e) {
      return children;
    }
    return children;
  }

  /// Bytes of a `kB` line of `/proc/PID/status`, for example `VmHWM`, or of `smaps_rollup`.
  static OptionalLong kilobytes(long pid, String file, String key) {
    String text = read(ROOT.resolve(Long.toString(pid)).resolve(file));
    return text.lines()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst();
  }

  /// What the descriptors of a process lead to, for example `socket:[4711]`; empty if that may not
  /// be seen.
  static List<String> descriptors(long pid) {
    List<String> targets = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(ROOT.resolve(Long.toString(pid)).resolve("fd"))) {
      for (Path entry : entries) {
        try {
          targets.add(Files.readSymbolicLink(entry).toString());
        } catch (NoSuchFileException e) {
          // closed meanwhile
        }
      }
    } catch (IOException e) {
      return targets;
    }
    return targets;
  }

  /// The text of a small file of the kernel; empty if it or its process is gone or hidden.
  static String read(Path file) {
    try {
      // a process may give itself a name that is not UTF-8
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}

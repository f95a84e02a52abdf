package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads about processes from `/proc`.
final class ProcessTree {

  private static final Path PROC = Path.of("/proc");

  private ProcessTree() {}

  /// A process and all that descend from it.
  static List<Long> descendants(long root) {
    List<Long> tree = new ArrayList<>();
    tree.add(root);
    ProcessHandle.of(root)
        .ifPresent(handle -> handle.descendants().map(ProcessHandle::pid).forEach(tree::add));
    return tree;
  }

  /// @param residentPeak bytes (VmHWM)
  /// @param innermostPid its number in the innermost namespace
  record Status(String name, long residentPeak, long innermostPid) {}

  static Status status(long pid) {
    String name = "";
    long peak = 0;
    long inner = pid;
    try {
      for (String line : Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("status"))) {
        if (line.startsWith("Name:")) {
          name = line.substring(5).strip();
        } else if (line.startsWith("VmHWM:")) {
          peak = Long.parseLong(line.substring(6, line.lastIndexOf(' ')).strip()) * 1024;
        } else if (line.startsWith("NSpid:")) {
          String[] pids = line.substring(6).strip().split("\\s+");
          inner = Long.parseLong(pids[pids.length - 1]);
        }
      }
    } catch (IOException e) {
      // it has ended
    }
    return new Status(name, peak, inner);
  }

  /// When a process started, in clock ticks since the machine did: with the pid it names a process
  /// for good.
  static OptionalLong startTicks(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return OptionalLong.of(Long.parseLong(fields[19]));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /// Whether a process has a descriptor of that socket.
  static boolean holdsSocket(long pid, long inode) {
    String wanted = "socket:[" + inode + "]";
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
      for (Path descriptor : descriptors) {
        try {
          if (Files.readSymbolicLink(descriptor).toString().equals(wanted)) {
            return true;
          }
        } catch (IOException e) {
          // closed meanwhile
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // it has ended
    }
    return false;
  }
}

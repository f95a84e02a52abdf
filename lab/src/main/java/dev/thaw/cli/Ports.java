package dev.thaw.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Ports of this machine, and who holds them.
final class Ports {

  private Ports() {}

  /// @throws Failure naming the holder if the port is taken
  static void requireFree(int port) {
    if (port < 0 || port > 65_535) {
      throw new Failure("--port " + port + " (expected: 0 to 65535)", 2);
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new Failure(
          "port "
              + port
              + " is taken"
              + holder(port).map(who -> " by " + who).orElse("")
              + "; choose another with --port");
    }
  }

  private static Optional<String> holder(int port) {
    String end = String.format(Locale.ROOT, ":%04X", port);
    for (Path table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
      try {
        for (String line : Files.readAllLines(table)) {
          String[] fields = line.strip().split("\\s+", 11);
          if (fields.length > 9 && fields[1].endsWith(end) && fields[3].equals("0A")) {
            return process("socket:[" + fields[9] + "]");
          }
        }
      } catch (IOException e) {
        // not Linux
      }
    }
    return Optional.empty();
  }

  private static Optional<String> process(String socket) {
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), socket))
        .findFirst()
        .map(process ->
            process.info().command().orElse("a process") + " (process " + process.pid() + ")");
  }

  private static boolean holds(long pid, String socket) {
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // another user's process does not show
    }
    return false;
  }
}

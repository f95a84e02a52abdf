package dev.thaw.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Runs a package client with the user's own environment, and so with their proxy and mirror.
///
/// @param directory to run it in
/// @param progress takes what it prints
record Client(Path directory, Consumer<String> progress) {

  /// Enough of the end of the output to see what went wrong.
  private static final int LAST_LINES = 12;

  private static final int MAX_LINE = 2_000;

  /// @param needs what has to be installed for it, said when it fails
  /// @throws PackagingException with the end of its output when it fails
  void run(List<String> command, String needs) throws IOException {
    Deque<String> last = new ArrayDeque<>();
    int status =
        start(
            command,
            line -> {
              progress.accept(line);
              last.addLast(line);
              if (last.size() > LAST_LINES) {
                last.removeFirst();
              }
            });
    if (status != 0) {
      throw new PackagingException(
          "dependencies: `"
              + String.join(" ", command)
              + "` failed with "
              + status
              + " ("
              + needs
              + "):\n"
              + String.join("\n", last));
    }
  }

  /// What it prints first; empty when it prints nothing.
  String firstLine(List<String> command) throws IOException {
    Deque<String> lines = new ArrayDeque<>();
    int status =
        start(
            command,
            line -> {
              if (lines.isEmpty()) {
                lines.add(line);
              }
            });
    if (status != 0) {
      throw new PackagingException(
          "dependencies: `"
              + String.join(" ", command)
              + "` failed with "
              + status
              + ": "
              + lines.stream().findFirst().orElse("no output"));
    }
    return lines.stream().findFirst().orElse("");
  }

  private int start(List<String> command, Consumer<String> lines) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new PackagingException(
          "dependencies: " + command.getFirst() + " cannot be started: " + e.getMessage());
    }
    boolean over = false;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line);
      }
      int status = process.waitFor();
      over = true;
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command.getFirst() + " was running", e);
    } finally {
      if (!over) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    }
  }
}

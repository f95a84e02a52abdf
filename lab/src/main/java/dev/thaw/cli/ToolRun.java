package dev.thaw.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs a deploy tool, which nobody watches: what it says is kept, and told when it fails.
///
/// @param tool the program
/// @param folder that it runs in
/// @param variables all that it gets
/// @param notes an existing folder for what it says
/// @param progress hears what goes on
record ToolRun(
    Path tool, Path folder, Map<String, String> variables, Path notes, Consumer<String> progress) {

  /// More lines than this are not told of a failure.
  private static final int MOST_LINES = 100;

  /// Waits for the end of it, and gives what it wrote to its standard output.
  ///
  /// @throws Failure with all that it said if it ends with another status than 0
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    String shown = tool.getFileName() + " " + String.join(" ", arguments);
    progress.accept(shown);
    Path out = Files.createTempFile(notes, "out", ".txt");
    Path err = Files.createTempFile(notes, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    int status = waitFor(start(builder));
    String said = text(out);
    if (status != 0) {
      throw new Failure(
          "%s ended with status %d:\n%s".formatted(shown, status, last(said + text(err))));
    }
    return said;
  }

  private Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Failure(tool + ": cannot be run: " + e.getMessage());
    }
  }

  /// It does not outlive us.
  private static int waitFor(Process process) throws InterruptedException {
    Thread ending = new Thread(process::destroy, "end of the deploy tool");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      return process.waitFor();
    } finally {
      process.destroy();
      try {
        Runtime.getRuntime().removeShutdownHook(ending);
      } catch (IllegalStateException e) {
        // we are ending already
      }
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static String last(String said) {
    List<String> lines = said.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }
}

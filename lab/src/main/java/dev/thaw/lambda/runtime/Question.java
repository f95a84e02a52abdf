package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks an executable about itself.
final class Question {

  private static final System.Logger LOG = System.getLogger(Question.class.getName());
  private static final int ANSWER_BYTES = 64 * 1024;
  private static final int PATIENCE_SECONDS = 10;

  private Question() {}

  /// @return the lines it printed; empty if it failed, printed nothing or took over 10 seconds
  static Optional<List<String>> ask(Path executable, List<String> arguments) {
    List<String> command = new java.util.ArrayList<>();
    command.add(executable.toString());
    command.addAll(arguments);
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
    } catch (IOException error) {
      LOG.log(System.Logger.Level.DEBUG, "{0} cannot be asked: {1}", executable, error);
      return Optional.empty();
    }
    Thread watch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                  process.descendants().forEach(ProcessHandle::destroyForcibly);
                  process.destroyForcibly();
                }
              } catch (InterruptedException answered) {
                Thread.currentThread().interrupt();
              }
            });
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8);
      boolean fine = process.waitFor() == 0 && !text.isBlank();
      return fine ? Optional.of(text.lines().toList()) : Optional.empty();
    } catch (IOException error) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      watch.interrupt();
      process.destroyForcibly();
    }
  }
}

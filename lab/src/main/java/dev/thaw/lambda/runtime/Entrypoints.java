package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Judges the `bootstrap` of a `provided` function as the kernel would when it is executed: a shell
/// in between would run a text without `#!` after all.
final class Entrypoints {

  private Entrypoints() {}

  /// @param file on the host
  /// @param seen where the function has it
  /// @throws InvalidEntrypoint in AWS's words
  static void check(Path file, String seen) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidEntrypoint(
          "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    }
    if (!Files.isExecutable(file)) {
      throw new InvalidEntrypoint("fork/exec " + seen + ": permission denied");
    }
    if (!startsLikeAProgram(file)) {
      throw new InvalidEntrypoint("fork/exec " + seen + ": exec format error");
    }
  }

  private static boolean startsLikeAProgram(Path file) {
    byte[] start;
    try (InputStream input = Files.newInputStream(file)) {
      start = input.readNBytes(4);
    } catch (IOException unreadable) {
      throw new InvalidEntrypoint("fork/exec " + file + ": " + unreadable.getMessage());
    }
    if (start.length >= 2 && start[0] == '#' && start[1] == '!') {
      return true;
    }
    if (start.length < 4) {
      return false;
    }
    int magic =
        (start[0] & 0xff) << 24
            | (start[1] & 0xff) << 16
            | (start[2] & 0xff) << 8
            | (start[3] & 0xff);
    return switch (magic) {
      case 0x7f454c46 -> true; // ELF
      case 0xcffaedfe, 0xcafebabe -> true; // Mach-O: 64 bits, several architectures
      default -> false;
    };
  }
}

package dev.thaw.lambda.sandbox;

import java.util.List;
import java.util.stream.Collectors;

/// Text that a POSIX shell takes literally.
final class Shell {

  private Shell() {}

  /// One word, whatever characters it holds.
  ///
  /// @throws SandboxException if it holds a NUL, which no argument of a process can hold
  static String quote(String word) {
    int nul = word.indexOf('\0');
    if (nul >= 0) {
      throw new SandboxException(
          "argument: NUL at " + nul + " of " + word.length() + " (expected: none)", null);
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String quote(List<String> words) {
    return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }
}

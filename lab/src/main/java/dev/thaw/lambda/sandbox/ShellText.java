package dev.thaw.lambda.sandbox;

import java.util.List;
import java.util.Map;

/// Text for a POSIX shell in which every value stands for itself, whatever it holds.
final class ShellText {

  private ShellText() {}

  static String quote(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new SandboxException("value: holds a NUL character (expected: none)", null);
    }
    return "'" + value.replace("'", "'\\''") + "'";
  }

  /// @param prefix words of our own before the command, unquoted
  static String exec(String prefix, List<String> command, Map<String, String> environment) {
    StringBuilder text = new StringBuilder(1024);
    environment.forEach((name, value) -> {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new SandboxException(
            "variable: " + name + " (expected: letters, digits and _)", null);
      }
      text.append("export ").append(name).append('=').append(quote(value)).append("; ");
    });
    text.append("exec ").append(prefix);
    command.forEach(word -> text.append(' ').append(quote(word)));
    return text.toString();
  }
}

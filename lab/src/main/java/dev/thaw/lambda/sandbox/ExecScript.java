package dev.thaw.lambda.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The text that a shell of the sandbox reads before it becomes a function's process: see
/// `processes.sh`. Read with the process's key as `$1`.
final class ExecScript {

  /// Open files per process, as on AWS.
  private static final int FILES = 1024;

  private ExecScript() {}

  /// @param reportStarted sets `pid`
  static String of(
      String reportStarted,
      String workingDirectory,
      List<String> command,
      Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of("/usr/bin/env", "-i"));
    environment.forEach((name, value) -> {
      if (name.isEmpty() || name.contains("=") || name.startsWith("-")) {
        throw new SandboxException(
            "environment: " + name + " (expected: a name without =, not empty)", null);
      }
      words.add(name + "=" + value);
    });
    if (command.getFirst().startsWith("-")) {
      throw new SandboxException(
          "command: " + command.getFirst() + " (expected: no - at its start)", null);
    }
    if (command.getFirst().contains("=")) {
      // env would take it for a variable
      words.addAll(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\""));
    }
    words.addAll(command);
    return "cd "
        + Shell.quote(workingDirectory)
        + " || exit 126\n"
        + "ulimit -c 0\n"
        + ("ulimit -n " + FILES + " 2>/dev/null\n")
        + reportStarted
        + "echo \"$token started $1 $pid\" >&4\n"
        + "exec 4<&- 8<&- 9<&-\n"
        // splits into words on purpose
        + "exec $enter "
        + Shell.quote(words)
        + "\n";
  }
}

package dev.thaw.lambda;

import dev.thaw.lambda.runtimeapi.ErrorDocument;
import dev.thaw.lambda.sandbox.SandboxProcess.Exit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// How Lambda names what went wrong with an environment, and the document that the caller sees.
///
/// @param type for example `Runtime.ExitError`
/// @param message without the request id
record FunctionError(String type, String message) {

  static FunctionError timeout(Duration timeout) {
    return new FunctionError(
        "Sandbox.Timedout",
        String.format(
            Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0));
  }

  /// @param outOfMemory the kernel killed a process of the environment for want of memory
  static FunctionError exit(Exit exit, boolean outOfMemory) {
    if (outOfMemory) {
      return new FunctionError("Runtime.OutOfMemory", "Runtime exited with error: signal: killed");
    }
    if (exit.signal() != 0) {
      return new FunctionError(
          "Runtime.ExitError", "Runtime exited with error: signal: " + signal(exit.signal()));
    }
    if (exit.status() != 0) {
      return new FunctionError(
          "Runtime.ExitError", "Runtime exited with error: exit status " + exit.status());
    }
    return new FunctionError("Runtime.ExitError", "Runtime exited without providing a reason");
  }

  /// @param failure why the sandbox could not start a process
  static FunctionError notStarted(Throwable failure) {
    return new FunctionError("Sandbox.Failure", String.valueOf(failure.getMessage()));
  }

  byte[] document(String requestId) {
    return ErrorDocument.of(type, line(requestId)).getBytes(StandardCharsets.UTF_8);
  }

  /// As it stands in the log and in the document.
  String line(String requestId) {
    return "RequestId: " + requestId + " Error: " + message;
  }

  /// As Go prints signals, which AWS's own messages come from.
  private static String signal(int number) {
    return switch (number) {
      case 1 -> "hangup";
      case 2 -> "interrupt";
      case 3 -> "quit";
      case 4 -> "illegal instruction";
      case 6 -> "aborted";
      case 7 -> "bus error";
      case 8 -> "floating point exception";
      case 9 -> "killed";
      case 11 -> "segmentation fault";
      case 13 -> "broken pipe";
      case 14 -> "alarm clock";
      case 15 -> "terminated";
      default -> "signal " + number;
    };
  }
}

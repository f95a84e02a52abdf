package dev.thaw.lambda.sandbox;

import java.util.concurrent.CompletableFuture;

/// One process in a [Sandbox].
public interface SandboxProcess {

  String name();

  /// Process id on the host, 0 while not known.
  long pid();

  /// When the executable began, in nanoseconds since the epoch.
  long started();

  /// Standard output and standard error together, as written.
  LogPipe output();

  /// What was written to the descriptor of [#TELEMETRY_FD]: framed log records.
  LogPipe telemetry();

  /// Completes when the process has ended.
  CompletableFuture<Exit> exit();

  /// Asks it to end (SIGTERM).
  void terminate();

  /// Ends it and everything it started that is still its descendant (SIGKILL).
  void kill();

  /// The descriptor that [#telemetry] reads, for `_LAMBDA_TELEMETRY_LOG_FD`.
  int TELEMETRY_FD = 3;

  /// @param status exit status, or 128 + signal
  /// @param signal 0 if it ended by itself
  record Exit(int status, int signal) {}
}

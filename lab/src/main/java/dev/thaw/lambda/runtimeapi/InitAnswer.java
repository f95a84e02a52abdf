package dev.thaw.lambda.runtimeapi;

import java.util.Optional;

/// How an init ended.
public sealed interface InitAnswer {

  /// The runtime asked for its first invocation, and so did all extensions.
  ///
  /// @param runtimeReady when the runtime did, in nanoseconds since the epoch
  /// @param stamps what the runtime told about its own start
  record Ready(long runtimeReady, Optional<InitStamps> stamps) implements InitAnswer {}

  /// The runtime or an extension reported an error or ended.
  ///
  /// @param payload error document for the caller of the first invocation
  record Failed(String errorType, byte[] payload) implements InitAnswer {}

  /// What our own runtimes tell with their first call of `/next`, in nanoseconds of the machine's
  /// monotonic clock.
  ///
  /// @param boot the first line of the bootstrap
  /// @param importing before the handler's module was loaded
  /// @param ready after it was loaded
  record InitStamps(long boot, long importing, long ready) {}
}

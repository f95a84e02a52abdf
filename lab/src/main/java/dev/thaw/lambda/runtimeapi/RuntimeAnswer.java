package dev.thaw.lambda.runtimeapi;

import org.jspecify.annotations.Nullable;

/// How a runtime ended one invocation.
public sealed interface RuntimeAnswer {

  /// It answered, whole.
  record Response(byte[] payload, String contentType) implements RuntimeAnswer {}

  /// It answered in pieces that have gone to the caller already.
  ///
  /// @param errorType from the trailers, null if it went well
  /// @param errorBody JSON from the trailers
  record Streamed(@Nullable String errorType, @Nullable String errorBody)
      implements RuntimeAnswer {}

  /// The handler failed and the runtime goes on.
  ///
  /// @param errorType as Lambda's metrics know it, not what the payload says
  /// @param cause X-Ray's error cause as JSON
  record FunctionError(byte[] payload, String contentType, String errorType, @Nullable String cause)
      implements RuntimeAnswer {}

  /// The environment has to be reset.
  ///
  /// @param errorType for example `Runtime.ExitError`
  /// @param payload what the caller sees
  record Fatal(String errorType, byte[] payload) implements RuntimeAnswer {}
}

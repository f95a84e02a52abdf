package dev.thaw.lambda.runtime;

import java.io.Serial;

/// A `provided` function without an executable `bootstrap`. On AWS such a function can be created;
/// its invocations fail with the error type `Runtime.InvalidEntrypoint`.
public final class InvalidEntrypoint extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public static final String ERROR_TYPE = "Runtime.InvalidEntrypoint";

  /// @param message AWS's words, without the request id that goes before them
  public InvalidEntrypoint(String message) {
    super(message);
  }
}

package dev.thaw.lambda.runtime;

import java.io.Serial;

/// No installed interpreter fits; the message names what is missing and how to get it.
public final class RuntimeUnavailable extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public RuntimeUnavailable(String message) {
    super(message);
  }
}

package dev.thaw.lambda.runtimeapi;

import java.io.IOException;
import java.io.Serial;

/// What arrived is not HTTP/1.1; the message says what and what was expected.
final class MalformedRequest extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  MalformedRequest(String message) {
    super(message);
  }
}

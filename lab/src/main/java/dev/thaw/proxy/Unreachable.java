package dev.thaw.proxy;

import java.io.IOException;
import java.io.Serial;

/// The proxy does not lead a client to where it wants to go; the message is for the user.
final class Unreachable extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  Unreachable(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}

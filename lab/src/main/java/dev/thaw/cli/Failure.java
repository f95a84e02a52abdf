package dev.thaw.cli;

import java.io.Serial;

/// A command cannot do what was asked; the message is for the user.
final class Failure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  Failure(String message) {
    this(message, 1);
  }

  Failure(String message, int status) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}

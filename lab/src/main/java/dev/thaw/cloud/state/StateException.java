package dev.thaw.cloud.state;

/// The data folder cannot be used, or a write did not reach the disk.
public final class StateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StateException(String message, Throwable cause) {
    super(message, cause);
  }
}

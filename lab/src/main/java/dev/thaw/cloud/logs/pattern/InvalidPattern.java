package dev.thaw.cloud.logs.pattern;

/// A filter pattern that CloudWatch Logs would refuse.
public final class InvalidPattern extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidPattern(String message) {
    super(message, null, false, false);
  }
}

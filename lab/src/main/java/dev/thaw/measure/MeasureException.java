package dev.thaw.measure;

/// A measurement that cannot be made; the message is for the user.
public final class MeasureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MeasureException(String message) {
    super(message);
  }

  public MeasureException(String message, Throwable cause) {
    super(message, cause);
  }
}

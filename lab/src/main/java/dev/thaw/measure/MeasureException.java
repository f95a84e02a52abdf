package dev.thaw.measure;

/// A measurement that cannot be made; the message is for the user.
public sealed class MeasureException extends RuntimeException permits FailingFunction {

  private static final long serialVersionUID = 1L;

  public MeasureException(String message) {
    super(message);
  }

  public MeasureException(String message, Throwable cause) {
    super(message, cause);
  }
}

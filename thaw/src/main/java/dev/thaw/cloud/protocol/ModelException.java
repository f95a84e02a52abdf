package dev.thaw.cloud.protocol;

/// A service model, or an answer that does not fit it, is wrong: an error of ours, never of the
/// caller.
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.thaw.measure.result;

/// A document is not the JSON of a [MeasureResult]; the message names the key.
public final class MeasureJsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MeasureJsonException(String message) {
    super(message);
  }

  MeasureJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.thaw.measure;

/// The function fails from the start, so that there is nothing to measure.
public final class FailingFunction extends MeasureException {

  private static final long serialVersionUID = 1L;

  FailingFunction(String message) {
    super(message);
  }
}

package dev.thaw.measure.result;

/// A 95 % confidence interval, in the unit of the figure that it belongs to.
public record Interval(double low, double high) {

  public Interval {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "interval: [" + low + ", " + high + "] (expected: finite, low <= high)");
    }
  }
}

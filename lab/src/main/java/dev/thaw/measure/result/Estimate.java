package dev.thaw.measure.result;

import java.util.Optional;

/// A quantile as estimated from samples.
///
/// @param ci95 empty where the samples are too few to bear an interval (fewer than 6 for a median)
public record Estimate(double value, Optional<Interval> ci95) {

  public Estimate {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value: " + value + " (expected: finite)");
    }
  }

  public static Estimate of(double value, double low, double high) {
    return new Estimate(value, Optional.of(new Interval(low, high)));
  }

  /// A figure without an interval.
  public static Estimate bare(double value) {
    return new Estimate(value, Optional.empty());
  }
}

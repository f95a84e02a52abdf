package dev.thaw.stats;

import java.util.Arrays;
import java.util.Optional;

/// Observed values of one quantity. Nothing is trimmed: outliers are part of what was observed.
///
/// A quantile comes with an interval or not at all: [#estimate] is empty where the sample is too
/// small to bear one ([OrderStatistics#minimum]), and that quantile must not be shown.
public final class Sample {

  /// The level of every interval that thaw prints.
  public static final double LEVEL = 0.95;

  private final String unit;
  private final double[] inOrder;
  private final double[] sorted;

  private Sample(String unit, double[] inOrder) {
    this.unit = unit;
    this.inOrder = inOrder;
    this.sorted = inOrder.clone();
    Arrays.sort(sorted);
  }

  /// @param unit what the values count: `ms`, `MB`
  /// @param values finite, in the order in which they were observed; may be empty
  public static Sample of(String unit, double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("value: " + value + " (expected: a finite number)");
      }
    }
    return new Sample(unit, values.clone());
  }

  public String unit() {
    return unit;
  }

  public int size() {
    return sorted.length;
  }

  public boolean isEmpty() {
    return sorted.length == 0;
  }

  /// The values as they were observed.
  public double[] values() {
    return inOrder.clone();
  }

  public double[] sorted() {
    return sorted.clone();
  }

  /// The value at a rank, 1 for the smallest.
  public double rank(int rank) {
    return sorted[rank - 1];
  }

  public double min() {
    return rank(1);
  }

  public double max() {
    return rank(sorted.length);
  }

  public double mean() {
    double sum = 0;
    for (double value : sorted) {
      sum += value;
    }
    return sum / atLeastOne();
  }

  public double median() {
    return quantile(0.5);
  }

  /// The point estimate alone, linear between neighbours (Hyndman and Fan's type 7).
  ///
  /// @param p 0 to 1
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("quantile: " + p + " (expected: 0 to 1)");
    }
    double position = p * (atLeastOne() - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /// The quantile with its 95 % interval; empty if the sample is too small for one.
  public Optional<Estimate> estimate(double p) {
    return estimate(p, LEVEL);
  }

  /// The quantile with a distribution-free interval between two order statistics.
  public Optional<Estimate> estimate(double p, double level) {
    return OrderStatistics.ranks(sorted.length, p, level)
        .map(ranks ->
            new Estimate(quantile(p), new Interval(rank(ranks.low()), rank(ranks.high()), level)));
  }

  double[] view() {
    return sorted;
  }

  private int atLeastOne() {
    if (sorted.length == 0) {
      throw new IllegalStateException("samples: 0 (expected: 1 or more)");
    }
    return sorted.length;
  }
}

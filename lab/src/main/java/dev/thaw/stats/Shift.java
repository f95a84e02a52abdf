package dev.thaw.stats;

import java.util.Arrays;
import java.util.Optional;

/// How far one sample lies from another, by Hodges and Lehmann: the median of all pairwise
/// differences, with the distribution-free interval that belongs to Mann and Whitney's test.
///
/// Both samples may have any shape, as long as it is about the same one; the ratio takes the same
/// way over logarithms.
public final class Shift {

  private Shift() {}

  /// `other - base`; empty if the samples are too small for a 95 % interval (4 and 4 suffice).
  public static Optional<Estimate> difference(Sample base, Sample other) {
    return between(base.view(), other.view());
  }

  /// `other / base`, 1 for no difference; empty as for [#difference].
  ///
  /// @throws IllegalArgumentException if a value is not above 0
  public static Optional<Estimate> ratio(Sample base, Sample other) {
    return between(logarithms(base), logarithms(other))
        .map(shift ->
            new Estimate(
                Math.exp(shift.value()),
                new Interval(
                    Math.exp(shift.interval().low()),
                    Math.exp(shift.interval().high()),
                    shift.interval().level())));
  }

  private static double[] logarithms(Sample sample) {
    if (!sample.isEmpty() && sample.min() <= 0) {
      throw new IllegalArgumentException("value: " + sample.min() + " (expected: above 0)");
    }
    return Arrays.stream(sample.view()).map(Math::log).toArray();
  }

  private static Optional<Estimate> between(double[] base, double[] other) {
    if (base.length == 0 || other.length == 0) {
      return Optional.empty();
    }
    long outside = RankSum.outside(base.length, other.length, (1 - Sample.LEVEL) / 2);
    if (outside == 0) {
      return Optional.empty();
    }
    long pairs = (long) base.length * other.length;
    double middle =
        (smallest(base, other, (pairs + 1) / 2) + smallest(base, other, pairs / 2 + 1)) / 2;
    double low = smallest(base, other, outside);
    double high = smallest(base, other, pairs - outside + 1);
    return Optional.of(new Estimate(middle, new Interval(low, high, Sample.LEVEL)));
  }

  /// The k-th smallest of all differences `other[j] - base[i]`, without making them all: halves the
  /// range of doubles, which takes at most 64 counts of linear cost.
  private static double smallest(double[] base, double[] other, long k) {
    long low = toOrdered(other[0] - base[base.length - 1]);
    long high = toOrdered(other[other.length - 1] - base[0]);
    while (low < high) {
      long middle = low + ((high - low) >>> 1);
      if (atMost(base, other, fromOrdered(middle)) >= k) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return fromOrdered(low);
  }

  private static long atMost(double[] base, double[] other, double limit) {
    long count = 0;
    int j = 0;
    for (double b : base) {
      while (j < other.length && other[j] - b <= limit) {
        j++;
      }
      count += j;
    }
    return count;
  }

  /// Maps a double to a long of the same order.
  private static long toOrdered(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double fromOrdered(long ordered) {
    return Double.longBitsToDouble(ordered >= 0 ? ordered : Long.MIN_VALUE - ordered);
  }
}

package dev.thaw.stats;

import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Exact, distribution-free intervals for quantiles.
///
/// The number of samples below the true quantile is binomial whatever the distribution is, so two
/// ranks can be chosen, before the values are known, between which the quantile lies with at least
/// the wanted probability. The pair with the fewest ranks between is taken; among equals the one
/// whose two tails differ least.
public final class OrderStatistics {

  /// A pair of ranks, 1 for the smallest sample.
  ///
  /// @param coverage the exact probability that the true quantile lies between them
  public record Ranks(int low, int high, double coverage) {}

  private OrderStatistics() {}

  /// The ranks that bound the quantile; empty if `n` samples cannot bear an interval of this level.
  ///
  /// @param p above 0, below 1
  public static Optional<Ranks> ranks(int n, double p, double level) {
    checkQuantile(p);
    Interval.checkLevel(level);
    if (widest(n, p) < level) {
      return Optional.empty();
    }
    BinomialDistribution below = BinomialDistribution.of(n, p);
    double reach = 8 * Math.sqrt(n * p * (1 - p)) + 2;
    int first = (int) Math.max(1, Math.floor(n * p - reach));
    int last = (int) Math.min(n - 1.0, Math.ceil(n * p + reach));
    Ranks best = null;
    double bestImbalance = Double.POSITIVE_INFINITY;
    int high = first + 1;
    for (int low = first; low <= last; low++) {
      double left = below.cumulativeProbability(low - 1);
      high = Math.max(high, low + 1);
      while (high < n && below.cumulativeProbability(high - 1) - left < level) {
        high++;
      }
      double inside = below.cumulativeProbability(high - 1) - left;
      if (inside < level) {
        break;
      }
      double imbalance = Math.abs(left - (1 - inside - left));
      boolean shorter = best == null || high - low < best.high() - best.low();
      boolean evener =
          best != null && high - low == best.high() - best.low() && imbalance < bestImbalance;
      if (shorter || evener) {
        best = new Ranks(low, high, inside);
        bestImbalance = imbalance;
      }
    }
    return Optional.ofNullable(best);
  }

  /// The fewest samples that bear an interval for the quantile: at 95 % 6 for the median, 29 for
  /// p90, 59 for p95, 299 for p99.
  public static int minimum(double p, double level) {
    checkQuantile(p);
    Interval.checkLevel(level);
    int n = 2;
    while (widest(n, p) < level) {
      n++;
    }
    return n;
  }

  /// The coverage from the smallest to the largest sample.
  private static double widest(int n, double p) {
    return n < 2 ? 0 : 1 - Math.pow(p, n) - Math.pow(1 - p, n);
  }

  private static void checkQuantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("quantile: " + p + " (expected: above 0, below 1)");
    }
  }
}

package dev.thaw.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// The null distribution of Mann and Whitney's U for two samples without ties.
final class RankSum {

  /// Up to this many pairs the distribution is counted out, beyond it the normal is as good.
  private static final long EXACT_PAIRS = 2_500;

  private RankSum() {}

  /// The largest `u` with P(U < u) at most `tail`: how many of the smallest pairwise differences
  /// lie outside an interval. 0 if the samples are too small to leave any outside.
  static long outside(int m, int n, double tail) {
    return (long) m * n <= EXACT_PAIRS ? exact(m, n, tail) : normal(m, n, tail);
  }

  private static long exact(int m, int n, double tail) {
    double[] probability = distribution(m, n);
    double below = 0;
    int u = 0;
    while (u < probability.length && below + probability[u] <= tail) {
      below += probability[u++];
    }
    return u;
  }

  private static long normal(int m, int n, double tail) {
    double pairs = (double) m * n;
    double deviation = Math.sqrt(pairs * (m + n + 1) / 12);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(tail);
    return Math.max(0, (long) Math.floor(pairs / 2 - 0.5 - z * deviation));
  }

  /// P(U = u) for every u, as the coefficients of the Gaussian binomial: multiply by (1 - q^(n+i)),
  /// divide by (1 - q^i), for i in 1..m, keeping the sum at 1.
  private static double[] distribution(int m, int n) {
    int size = m * n + 1;
    double[] coefficient = new double[size];
    coefficient[0] = 1;
    for (int i = 1; i <= m; i++) {
      for (int u = size - 1; u >= n + i; u--) {
        coefficient[u] -= coefficient[u - n - i];
      }
      for (int u = i; u < size; u++) {
        coefficient[u] += coefficient[u - i];
      }
    }
    double sum = 0;
    for (double c : coefficient) {
      sum += c;
    }
    for (int u = 0; u < size; u++) {
      coefficient[u] /= sum;
    }
    return coefficient;
  }
}

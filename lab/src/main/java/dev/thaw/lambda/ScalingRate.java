package dev.thaw.lambda;

import java.time.Duration;

/// How fast one function may grow: 1,000 environments every 10 seconds, refilled continuously,
/// never saved up. Pure.
final class ScalingRate {

  private final int most;
  private final double perNano;
  private double allowance;
  private long filled;

  ScalingRate(int most, Duration period, long now) {
    this.most = most;
    this.perNano = (double) most / period.toNanos();
    this.allowance = most;
    this.filled = now;
  }

  static ScalingRate aws(long now) {
    return new ScalingRate(1_000, Duration.ofSeconds(10), now);
  }

  /// Takes one start, if it may be made now.
  ///
  /// @param now nanoseconds since the epoch
  synchronized boolean start(long now) {
    allowance = Math.min(most, allowance + (now - filled) * perNano);
    filled = now;
    if (allowance < 1) {
      return false;
    }
    allowance -= 1;
    return true;
  }
}

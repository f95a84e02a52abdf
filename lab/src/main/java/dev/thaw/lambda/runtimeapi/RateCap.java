package dev.thaw.lambda.runtimeapi;

/// The rate at which Lambda passes on a streamed answer: a burst, then a steady trickle. Pure: it
/// tells how long to wait and leaves waiting to the caller.
final class RateCap {

  private final long burst;
  private final double bytesPerNano;
  private double tokens;
  private long filled;

  /// @param burst bytes that may go at once
  /// @param bytesPerSecond after that
  /// @param now nanoseconds since the epoch
  RateCap(long burst, long bytesPerSecond, long now) {
    this.burst = burst;
    this.bytesPerNano = bytesPerSecond / 1e9;
    this.tokens = burst;
    this.filled = now;
  }

  /// 6 MiB at once, then 2 MiB a second.
  static RateCap aws(long now) {
    return new RateCap(6L << 20, 2L << 20, now);
  }

  /// Takes bytes that are about to be sent.
  ///
  /// @return nanoseconds to wait before sending them
  long take(int bytes, long now) {
    tokens = Math.min((double) burst, tokens + (now - filled) * bytesPerNano) - bytes;
    filled = now;
    return tokens >= 0 ? 0 : (long) (-tokens / bytesPerNano);
  }
}

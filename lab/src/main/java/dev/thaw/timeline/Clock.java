package dev.thaw.timeline;

/// Tells the time in nanoseconds since the epoch, at the rate of a monotonic clock: it never steps.
public sealed interface Clock permits SystemClock, VirtualClock {

  /// Nanoseconds since 1970-01-01T00:00:00Z; fits a long until the year 2262.
  long now();

  /// The machine's clock. There is one anchor for the whole program, so all its timelines compare.
  static SystemClock system() {
    return SystemClock.ANCHORED;
  }
}

package dev.thaw.timeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves only when told to: for tests, and for the simulator, which runs a week in
/// seconds.
public final class VirtualClock implements Clock {

  private final AtomicLong now;

  /// @param start nanoseconds since the epoch
  public VirtualClock(long start) {
    now = new AtomicLong(start);
  }

  @Override
  public long now() {
    return now.get();
  }

  /// Moves forward.
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("by: " + by + " (expected: >= 0)");
    }
    now.addAndGet(by.toNanos());
  }

  /// Moves forward to an instant, in nanoseconds since the epoch.
  public void advanceTo(long instant) {
    long before = now.getAndAccumulate(instant, Math::max);
    if (before > instant) {
      throw new IllegalArgumentException("instant: " + instant + " (expected: >= " + before + ")");
    }
  }
}

package dev.thaw.timeline;

import java.time.Instant;

/// The monotonic clock, anchored once to the wall clock.
///
/// On Linux `System.nanoTime` reads `CLOCK_MONOTONIC`, so any process of the machine that knows
/// [#offset] can stamp times that compare with ours.
///
/// @param offset nanoseconds to add to the monotonic clock to get nanoseconds since the epoch
public record SystemClock(long offset) implements Clock {

  static final SystemClock ANCHORED = anchor();

  @Override
  public long now() {
    return System.nanoTime() + offset;
  }

  private static SystemClock anchor() {
    long before = System.nanoTime();
    Instant wall = Instant.now();
    long after = System.nanoTime();
    long epoch =
        Math.addExact(Math.multiplyExact(wall.getEpochSecond(), 1_000_000_000L), wall.getNano());
    return new SystemClock(epoch - (before + (after - before) / 2));
  }
}

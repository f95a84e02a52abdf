package dev.thaw.cloud.events;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes the one who waits for something to become due.
final class Bell {

  private final Semaphore rings = new Semaphore(0);

  void ring() {
    rings.release();
  }

  /// Returns when it rings, has rung since the last time, or the time is over.
  void await(long millis) throws InterruptedException {
    if (rings.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      // However often it rang, once awake is awake
      rings.drainPermits();
    }
  }
}

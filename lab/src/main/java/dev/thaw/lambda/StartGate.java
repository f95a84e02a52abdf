package dev.thaw.lambda;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets only so many environments start at once, so that each start keeps near its solo time and a
/// burst cannot bring the machine down. Waiting here is a phase of its own and no part of init.
final class StartGate {

  /// How much memory the machine can give away.
  @FunctionalInterface
  interface Memory {

    /// Bytes that are available now.
    long available();
  }

  private static final long WAIT_SLICE_MS = 50;

  private final Semaphore permits;
  private final Memory memory;
  private final long reserve;

  /// @param starts most starts at once
  /// @param reserve bytes of memory that starts must leave to the machine
  StartGate(int starts, Memory memory, long reserve) {
    this.permits = new Semaphore(starts, true);
    this.memory = memory;
    this.reserve = reserve;
  }

  /// Waits for a place.
  ///
  /// @param expected bytes that the environment is likely to need
  /// @param pressed called while memory is short, to free some
  Pass enter(long expected, Runnable pressed) throws InterruptedException {
    permits.acquire();
    try {
      while (memory.available() - expected < reserve) {
        pressed.run();
        TimeUnit.MILLISECONDS.sleep(WAIT_SLICE_MS);
      }
    } catch (InterruptedException | RuntimeException e) {
      permits.release();
      throw e;
    }
    return new Pass(permits);
  }

  /// A place at the gate. It is given up when the start is over, or earlier by one that only waits.
  static final class Pass {

    private final Semaphore permits;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Pass(Semaphore permits) {
      this.permits = permits;
    }

    void release() {
      if (held.compareAndSet(true, false)) {
        permits.release();
      }
    }
  }
}

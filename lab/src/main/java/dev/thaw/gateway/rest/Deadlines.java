package dev.thaw.gateway.rest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Limits the time that a caller waits. What is waited for runs on, as a function does on AWS.
///
/// One thread looks through all that wait, a hundred times a second while there are any and for a
/// second more: a timer of the JDK would be woken at every request.
final class Deadlines {

  private static final long TICK_NANOS = 10_000_000L;
  private static final int QUIET_TICKS = 100;

  private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
  private final Thread clock =
      Thread.ofPlatform().daemon().name("gateway-deadlines").unstarted(this::watch);
  private volatile boolean idle;

  /// Equal only to itself.
  private static final class Wait {
    final long until;
    final Runnable expired;

    Wait(long until, Runnable expired) {
      this.until = until;
      this.expired = expired;
    }
  }

  Deadlines() {
    clock.start();
  }

  /// @param expired runs on a thread of its own if the work is not done in time
  <T> T within(long millis, Runnable expired, Supplier<T> work) {
    Wait wait = new Wait(System.nanoTime() + millis * 1_000_000L, expired);
    waiting.add(wait);
    if (idle) {
      LockSupport.unpark(clock);
    }
    try {
      return work.get();
    } finally {
      waiting.remove(wait);
    }
  }

  private void watch() {
    int quiet = 0;
    while (true) {
      if (!waiting.isEmpty()) {
        quiet = 0;
      } else if (++quiet > QUIET_TICKS) {
        idle = true;
        if (waiting.isEmpty()) {
          LockSupport.park(this);
        }
        idle = false;
        quiet = 0;
      }
      LockSupport.parkNanos(this, TICK_NANOS);
      long now = System.nanoTime();
      waiting.removeIf(each -> expire(each, now));
    }
  }

  /// Work that ends at the same moment may have been sent: its reply is taken but once.
  private static boolean expire(Wait wait, long now) {
    boolean due = now - wait.until >= 0;
    if (due) {
      Thread.startVirtualThread(wait.expired);
    }
    return due;
  }
}

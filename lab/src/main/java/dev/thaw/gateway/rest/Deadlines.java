package dev.thaw.gateway.rest;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Limits the time that a caller waits. What is waited for runs on, as a function does on AWS.
final class Deadlines {

  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("gateway-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// @param expired runs on a thread of its own if the work is not done in time
  <T> T within(long millis, Runnable expired, Supplier<T> work) {
    Future<?> timeout =
        timer.schedule(() -> Thread.startVirtualThread(expired), millis, TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } finally {
      timeout.cancel(false);
    }
  }
}

package dev.thaw.cloud.events;

/// Wakes the one who waits for something to become due.
final class Bell {

  private boolean rung;

  synchronized void ring() {
    rung = true;
    notifyAll();
  }

  /// Returns when it rings, has rung since the last time, or the time is over.
  synchronized void await(long millis) throws InterruptedException {
    if (!rung) {
      wait(millis);
    }
    rung = false;
  }
}

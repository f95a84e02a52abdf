package dev.thaw.lambda;

import dev.thaw.timeline.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Looks after environments every few milliseconds while they do something: deadlines, freezing. A
/// timer of its own for each would wake a thread at every invocation.
final class Heartbeat implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
  private static final long EVERY_NANOS = 10_000_000;

  /// What wants to be looked after.
  interface Beating {

    /// Does what is due.
    ///
    /// @param now nanoseconds since the epoch
    void beat(long now);

    /// Whether something may become due soon.
    boolean active();
  }

  private final Clock clock;
  private final Set<Beating> active = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean resting;
  private volatile boolean closed;

  Heartbeat(Clock clock) {
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("lambda-heartbeat").start(this::run);
  }

  /// Looks after it until it is no longer active.
  void watch(Beating beating) {
    if (active.add(beating) && resting) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      if (active.isEmpty()) {
        resting = true;
        if (active.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        resting = false;
        continue;
      }
      long now = clock.now();
      for (Beating beating : List.copyOf(active)) {
        try {
          beating.beat(now);
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.ERROR, "looking after an environment", e);
        }
        if (!beating.active()) {
          active.remove(beating);
          if (beating.active()) {
            active.add(beating);
          }
        }
      }
      LockSupport.parkNanos(this, EVERY_NANOS);
    }
  }
}

package dev.thaw.lambda.telemetry;

import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One subscription at work: filters and renders events, and delivers them in batches on a virtual
/// thread of its own, so that nobody who tells an event waits for a subscriber.
///
/// Delivery stops while the environment is frozen. A batch that was under way then is delivered
/// once more after it: a subscriber gets an event at least once, or is told that it was dropped.
final class Subscriber implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Subscriber.class.getName());
  private static final String REASON =
      "Consumer seems to have fallen behind as it has not acknowledged receipt of logs.";

  private final Subscription subscription;
  private final EventJson json;
  private final Clock clock;
  private final Delivery delivery;
  private final Runnable pull;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final EventBuffer buffer;
  private boolean sending;
  private boolean flushing;
  private boolean paused;

  /// Whether the batch under way was cut off by a pause, which may be over already.
  private boolean cutOff;

  private boolean closed;

  /// How often to look what the processes have written: nobody else does while an invocation runs.
  private final long period;

  /// Nanoseconds since the epoch; never without interest in lines.
  private long lookAt;

  /// @param pull brings what the processes have written meanwhile, as events
  Subscriber(
      Subscription subscription, EventJson json, Clock clock, Delivery delivery, Runnable pull) {
    this.subscription = subscription;
    this.json = json;
    this.clock = clock;
    this.delivery = delivery;
    this.pull = pull;
    this.buffer = new EventBuffer(subscription.buffering());
    this.period = TimeUnit.MILLISECONDS.toNanos(subscription.buffering().timeoutMs());
    this.lookAt = subscription.wantsLines() ? clock.now() + period : Long.MAX_VALUE;
    Thread.ofVirtual().name("telemetry-" + subscription.extension()).start(this::deliver);
  }

  boolean wants(Category category) {
    return subscription.types().contains(category);
  }

  String extension() {
    return subscription.extension();
  }

  void offer(TelemetryEvent event) {
    List<byte[]> rendered = json.write(event);
    lock.lock();
    try {
      long before = buffer.dueAt();
      rendered.forEach(bytes -> buffer.offer(bytes, clock.now()));
      if (buffer.dueAt() < before) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Delivers what waits without waiting for its time.
  ///
  /// @return whether nothing is left
  boolean flush() {
    lock.lock();
    try {
      if (done()) {
        return true;
      }
      flushing = true;
      changed.signalAll();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Flushes and waits for it, up to a bound.
  ///
  /// @return whether nothing is left
  boolean flush(long nanos) throws InterruptedException {
    lock.lock();
    try {
      flushing = true;
      changed.signalAll();
      long left = nanos;
      while (!done() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return done();
    } finally {
      lock.unlock();
    }
  }

  /// The environment is about to be frozen: nothing is sent, nothing is given up.
  void pause() {
    lock.lock();
    try {
      paused = true;
      if (sending) {
        cutOff = true;
        delivery.close();
      }
    } finally {
      lock.unlock();
    }
  }

  void resume() {
    lock.lock();
    try {
      paused = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      delivery.close();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean done() {
    return closed || (buffer.isEmpty() && !sending);
  }

  private void deliver() {
    try {
      for (List<byte[]> batch = next(); !batch.isEmpty(); batch = next()) {
        boolean delivered = false;
        try {
          delivery.send(batch);
          delivered = true;
        } catch (IOException e) {
          LOG.log(
              System.Logger.Level.DEBUG,
              "telemetry: " + subscription.extension() + " took no batch: " + e.getMessage());
        }
        sent(batch, delivered);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /// Waits for a batch; empty when it is over.
  private List<byte[]> next() throws InterruptedException {
    while (true) {
      lock.lock();
      try {
        if (closed) {
          return List.of();
        }
        flushing = flushing && !buffer.isEmpty();
        long now = clock.now();
        if (paused) {
          changed.await();
          continue;
        }
        if (flushing || buffer.dueAt() <= now) {
          return take();
        }
        if (now < lookAt) {
          changed.awaitNanos(Math.min(buffer.dueAt(), lookAt) - now);
          continue;
        }
        lookAt = now + period;
      } finally {
        lock.unlock();
      }
      pull.run();
      flush();
    }
  }

  private List<byte[]> take() {
    EventBuffer.Dropped dropped = buffer.takeDropped();
    List<byte[]> batch = new ArrayList<>();
    if (dropped.records() > 0) {
      batch.addAll(
          json.write(
              new TelemetryEvent.LogsDropped(
                  clock.now(), REASON, dropped.records(), dropped.bytes())));
    }
    batch.addAll(buffer.take());
    sending = true;
    return batch;
  }

  private void sent(List<byte[]> batch, boolean delivered) {
    lock.lock();
    try {
      sending = false;
      if (!delivered && cutOff) {
        buffer.putBack(batch);
      } else if (!delivered) {
        buffer.drop(batch);
      }
      cutOff = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

package dev.thaw.cloud.events;

import dev.thaw.timeline.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fires rules when they are due, and has failed deliveries tried again: one thread for both.
///
/// Time is the clock's. What was due while thaw was down stays undone.
final class Scheduler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Scheduler.class.getName());

  private static final long LONGEST_NAP = 3_600_000;

  private final EventStore rules;
  private final Deliveries deliveries;
  private final Clock clock;
  private final Bell bell;
  private Instant done;
  private @Nullable Thread thread;

  Scheduler(EventStore rules, Deliveries deliveries, Clock clock, Bell bell) {
    this.rules = rules;
    this.deliveries = deliveries;
    this.clock = clock;
    this.bell = bell;
    done = now();
  }

  synchronized void start() {
    done = now();
    thread = Thread.ofVirtual().name("schedules").start(this::run);
  }

  /// Fires all that has become due, in the order of time.
  ///
  /// @return when there is something to do next, as far as is known now
  synchronized Optional<Instant> runDue() {
    Instant now = now();
    Optional<Schedules.Due> due = Schedules.next(rules.all(), done);
    while (due.isPresent() && !due.get().time().isAfter(now)) {
      done = due.get().time();
      due.get().rules().forEach(this::fire);
      due = Schedules.next(rules.all(), done);
    }
    Optional<Instant> retry = deliveries.runDue();
    Optional<Instant> next = due.map(Schedules.Due::time);
    return retry.isPresent() && (next.isEmpty() || retry.get().isBefore(next.get())) ? retry : next;
  }

  private void fire(Rule rule) {
    deliveries.send(rule, BusEvent.scheduled(rule.key(), done), done, true);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        bell.await(nap());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private long nap() {
    try {
      return runDue()
          .map(due -> Duration.between(now(), due).toMillis() + 1)
          .map(millis -> Math.clamp(millis, 1, LONGEST_NAP))
          .orElse(LONGEST_NAP);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "schedules could not be run", e);
      return 1000;
    }
  }

  private Instant now() {
    return EventTimes.instant(clock.now());
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}

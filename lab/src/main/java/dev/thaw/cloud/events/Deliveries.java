package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// Brings events to targets and tries again what failed. What is under way when thaw ends is lost;
/// a function's own events are on the disk once they are handed over.
final class Deliveries {

  private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

  /// Tries that wait; more would only be a loop that feeds itself.
  private static final int MOST_WAITING = 10_000;

  private static final int TOO_MANY_REQUESTS = 429;

  private final Targets targets;
  private final Firings firings;
  private final Clock clock;
  private final Executor executor;
  private final Bell bell;
  private final AtomicLong numbers = new AtomicLong();
  private final PriorityQueue<Delivery> waiting =
      new PriorityQueue<>(Comparator.comparing(Delivery::due));

  /// @param executor runs a try; virtual threads, but for tests
  /// @param bell rung when something is to be tried later
  Deliveries(Targets targets, Firings firings, Clock clock, Executor executor, Bell bell) {
    this.targets = targets;
    this.firings = firings;
    this.clock = clock;
    this.executor = executor;
    this.bell = bell;
  }

  /// Sends an event to all targets of a rule.
  void send(Rule rule, Map<String, Object> event, Instant fired, boolean scheduled) {
    for (RuleTarget target : rule.targets().values()) {
      Delivery delivery =
          new Delivery(
              numbers.incrementAndGet(),
              rule.key(),
              target,
              target.input().of(event, rule.key(), fired),
              fired,
              scheduled,
              0,
              fired);
      tell(delivery, Firing.Outcome.PENDING, Optional.empty());
      executor.execute(() -> attempt(delivery));
    }
  }

  /// Begins every try that is due.
  ///
  /// @return when the next one is
  Optional<Instant> runDue() {
    Instant now = EventTimes.instant(clock.now());
    while (true) {
      Delivery next;
      synchronized (this) {
        next = waiting.peek();
        if (next == null || next.due().isAfter(now)) {
          return Optional.ofNullable(next).map(Delivery::due);
        }
        waiting.remove();
      }
      Delivery due = next;
      executor.execute(() -> attempt(due));
    }
  }

  private void attempt(Delivery delivery) {
    Delivery tried = delivery.tried();
    try {
      targets.deliver(tried.rule().scope(), tried.target().arn(), tried.payload());
      tell(tried, Firing.Outcome.DELIVERED, Optional.empty());
    } catch (ApiException e) {
      failed(tried, e.error().code() + ": " + e.error().message(), mayPass(e));
    } catch (RuntimeException e) {
      failed(tried, e.toString(), true);
    }
  }

  /// As on AWS, nothing is tried again that is refused or whose target is gone.
  private static boolean mayPass(ApiException e) {
    return e.error().status() == TOO_MANY_REQUESTS
        || !(e.error().senderFault() || e.error().code().equals("NotImplemented"));
  }

  private void failed(Delivery tried, String problem, boolean mayPass) {
    Instant now = EventTimes.instant(clock.now());
    Optional<Instant> next =
        mayPass ? tried.target().retry().next(tried.tries(), tried.fired(), now) : Optional.empty();
    boolean again = next.isPresent() && wait(tried.at(next.get()));
    LOG.log(
        System.Logger.Level.WARNING,
        "rule {0}: {1} did not take its event at try {2}{3}: {4}",
        tried.rule().arn(),
        tried.target().arn(),
        tried.tries(),
        again ? "" : ", which was the last",
        problem);
    tell(tried, again ? Firing.Outcome.RETRYING : Firing.Outcome.FAILED, Optional.of(problem));
    bell.ring();
  }

  private synchronized boolean wait(Delivery delivery) {
    return waiting.size() < MOST_WAITING && waiting.add(delivery);
  }

  private void tell(Delivery delivery, Firing.Outcome outcome, Optional<String> problem) {
    firings.tell(delivery.number(), delivery.as(outcome, problem));
  }
}

package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/// EventBridge as thaw offers it.
public final class EventsService implements AutoCloseable {

  /// PutEvents takes 1 MB of entries; JSON may write a character in six.
  private static final long MAX_BODY = 8 << 20;

  private final Service service;
  private final Firings firings = new Firings();
  private final Scheduler scheduler;
  private final Bell bell = new Bell();

  /// @param clock that schedules follow
  public EventsService(Models models, Store store, Targets targets, Clock clock) {
    this(models, store, targets, clock, EventsService::inBackground);
  }

  EventsService(Models models, Store store, Targets targets, Clock clock, Executor executor) {
    EventStore rules = new EventStore(store);
    Deliveries deliveries = new Deliveries(targets, firings, clock, executor, bell);
    scheduler = new Scheduler(rules, deliveries, clock, bell);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(new RuleOperations(rules, clock, bell).handlers());
    handlers.putAll(new TargetOperations(rules, targets).handlers());
    handlers.putAll(new EventOperations(rules, deliveries, clock).handlers());
    handlers.putAll(new BusOperations(rules, clock).handlers());
    handlers.putAll(new BusPermissionOperations(rules, clock).handlers());
    handlers.putAll(new TagOperations(rules).handlers());
    service =
        new Service(
            models,
            "events",
            handlers,
            BodyLimit.ofAll(MAX_BODY, "RequestEntityTooLargeException"));
  }

  private static void inBackground(Runnable task) {
    Thread.ofVirtual().name("event-delivery").start(task);
  }

  public Service service() {
    return service;
  }

  /// Plain routes below `/_thaw/`.
  public List<Route> routes() {
    return List.of(new FiringsPage(firings).route());
  }

  /// Begins to fire schedules, from now on.
  public void start() {
    scheduler.start();
  }

  /// Fires what is due by the clock; for one that drives virtual time.
  ///
  /// @return when something is due next
  public Optional<Instant> runDue() {
    return scheduler.runDue();
  }

  /// Tells the schedules that the clock has jumped.
  public void clockMoved() {
    bell.ring();
  }

  /// The last firings of all rules, the earliest first.
  public List<Firing> firings() {
    return firings.all();
  }

  @Override
  public void close() {
    scheduler.close();
  }
}

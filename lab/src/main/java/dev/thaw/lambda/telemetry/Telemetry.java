package dev.thaw.lambda.telemetry;

import dev.thaw.lambda.telemetry.Schema.Api;
import dev.thaw.lambda.telemetry.SubscribeRequest.Reading;
import dev.thaw.timeline.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The telemetry of one environment: takes its events and hands them to who has subscribed.
///
/// Subscriptions last as long as the processes that made them, from [#begin] to [#end]. While init
/// runs, events are kept for those who are still to subscribe; afterwards nobody can, and without a
/// subscriber an event costs nothing more than to be made.
public final class Telemetry implements TelemetryEvents {

  /// Events of an init that are kept for later subscribers; of more, the first are forgotten.
  private static final int MAX_EARLY = 4_000;

  private final Clock clock;
  private final boolean jsonLogs;
  private final Runnable pull;

  private final Object lock = new Object();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final Deque<TelemetryEvent> early = new ArrayDeque<>();
  private volatile boolean open;

  /// @param jsonLogs whether the function's LogFormat is JSON
  /// @param pull brings what the processes have written meanwhile, as events
  public Telemetry(Clock clock, boolean jsonLogs, Runnable pull) {
    this.clock = clock;
    this.jsonLogs = jsonLogs;
    this.pull = pull;
  }

  /// Processes are about to start.
  public void begin() {
    synchronized (lock) {
      closeAll();
      open = true;
    }
  }

  /// Takes a subscription.
  ///
  /// @param path `/2022-07-01/telemetry` or `/2020-08-15/logs`
  /// @return empty if it was accepted, otherwise what is wrong with it
  public Optional<String> subscribe(String extension, String path, byte[] body) {
    return switch (SubscribeRequest.read(Api.of(path), extension, body)) {
      case Reading.Invalid(String why) -> Optional.of(why);
      case Reading.Valid(Subscription subscription) -> {
        add(subscription);
        yield Optional.empty();
      }
    };
  }

  /// Init is over: nobody can subscribe any more.
  public void close() {
    synchronized (lock) {
      open = false;
      early.clear();
    }
  }

  @Override
  public boolean wanted() {
    return open || !subscribers.isEmpty();
  }

  @Override
  public void emit(TelemetryEvent event) {
    if (!wanted()) {
      return;
    }
    synchronized (lock) {
      if (open) {
        if (early.size() == MAX_EARLY) {
          early.removeFirst();
        }
        early.add(event);
      }
      for (Subscriber subscriber : subscribers) {
        if (subscriber.wants(category(event))) {
          subscriber.offer(event);
        }
      }
    }
  }

  /// Delivers what waits; does not wait for it.
  ///
  /// @return whether nothing is left
  public boolean flush() {
    boolean all = true;
    for (Subscriber subscriber : subscribers) {
      all &= subscriber.flush();
    }
    return all;
  }

  /// Delivers what waits and waits for it.
  ///
  /// @param nanos that it may take
  /// @return whether nothing is left
  public boolean flush(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean all = true;
    flush();
    try {
      for (Subscriber subscriber : subscribers) {
        all &= subscriber.flush(deadline - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return all;
  }

  /// The environment is about to be frozen.
  public void pause() {
    subscribers.forEach(Subscriber::pause);
  }

  /// The environment runs again.
  public void resume() {
    subscribers.forEach(Subscriber::resume);
  }

  /// The processes have ended.
  public void end() {
    synchronized (lock) {
      open = false;
      closeAll();
    }
  }

  private void closeAll() {
    early.clear();
    subscribers.forEach(Subscriber::close);
    subscribers.clear();
  }

  /// A second subscription of an extension replaces the first.
  private void add(Subscription subscription) {
    TelemetryEvent.Subscribed subscribed =
        new TelemetryEvent.Subscribed(
            clock.now(),
            subscription.extension(),
            subscription.types().stream().map(Category::wireName).sorted().toList());
    synchronized (lock) {
      List<Subscriber> replaced =
          subscribers.stream()
              .filter(old -> old.extension().equals(subscription.extension()))
              .toList();
      replaced.forEach(Subscriber::close);
      subscribers.removeAll(replaced);
      Subscriber subscriber =
          new Subscriber(
              subscription,
              new EventJson(subscription.schema(), jsonLogs),
              clock,
              Delivery.to(subscription.destination()),
              pull);
      for (TelemetryEvent event : early) {
        if (subscriber.wants(category(event))) {
          subscriber.offer(event);
        }
      }
      subscribers.add(subscriber);
    }
    emit(subscribed);
  }

  private static Category category(TelemetryEvent event) {
    return switch (event) {
      case TelemetryEvent.Line line -> line.extension() ? Category.EXTENSION : Category.FUNCTION;
      case TelemetryEvent.InitStart _,
          TelemetryEvent.InitRuntimeDone _,
          TelemetryEvent.InitReport _,
          TelemetryEvent.Start _,
          TelemetryEvent.RuntimeDone _,
          TelemetryEvent.Report _,
          TelemetryEvent.ExtensionState _,
          TelemetryEvent.Subscribed _,
          TelemetryEvent.LogsDropped _ ->
          Category.PLATFORM;
    };
  }
}

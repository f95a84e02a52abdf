package dev.thaw.cloud.lambda;

import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.InvokeRequest;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Link;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Runs functions for callers that did not wait.
///
/// An event is on the disk before its caller is told so, and leaves the disk only in the change
/// that settles it: after `kill -9` it is tried again. Each try has a virtual thread of its own.
final class AsyncQueue implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(AsyncQueue.class.getName());

  /// Tries at once; the others wait their turn.
  private static final int MOST_AT_ONCE = 500;

  private final Store store;
  private final Store.Table table;
  private final FunctionStore functions;
  private final Invoker invoker;
  private final Clock clock;
  private final Timelines timelines;
  private final AsyncOutcomes outcomes;
  private final Map<String, Timeline> requests = new ConcurrentHashMap<>();
  private final PriorityQueue<AsyncEvent> waiting =
      new PriorityQueue<>(Comparator.comparingLong(AsyncEvent::due));
  private int running;
  private boolean closed;
  private @Nullable Thread pump;

  AsyncQueue(
      Store store,
      FunctionStore functions,
      Invoker invoker,
      Clock clock,
      Timelines timelines,
      List<Destination> destinations) {
    this.store = store;
    this.functions = functions;
    this.invoker = invoker;
    this.clock = clock;
    this.timelines = timelines;
    table = store.table("lambda.events");
    outcomes = new AsyncOutcomes(functions, destinations, clock);
    table.startingWith("").values().forEach(encoded -> waiting.add(AsyncEvent.decode(encoded)));
  }

  /// Begins to try events when they are due.
  synchronized void start() {
    pump = Thread.ofVirtual().name("async-events").start(this::pump);
  }

  /// Takes an event: it is on the disk when this returns.
  ///
  /// @param timeline of the request; held until the event is settled
  void accept(AsyncEvent event, Timeline timeline) {
    store.change(() -> {
      table.put(event.id(), event.encode());
      return true;
    });
    timeline.hold();
    requests.put(event.id(), timeline);
    enqueue(event);
  }

  private synchronized void enqueue(AsyncEvent event) {
    waiting.add(event);
    notifyAll();
  }

  /// Begins a try of every event that is due, as far as there is room.
  ///
  /// @return when the next one is due, in nanoseconds since the epoch
  synchronized Optional<Long> runDue() {
    while (!closed && running < MOST_AT_ONCE) {
      AsyncEvent next = waiting.peek();
      if (next == null || next.due() > clock.now()) {
        break;
      }
      waiting.remove();
      running++;
      Thread.ofVirtual().name("async-" + next.id()).start(() -> run(next));
    }
    return Optional.ofNullable(waiting.peek()).map(AsyncEvent::due);
  }

  private void pump() {
    try {
      synchronized (this) {
        while (!closed) {
          Optional<Long> due = runDue();
          if (due.isEmpty() || running >= MOST_AT_ONCE) {
            wait();
          } else {
            long millis = (due.get() - clock.now()) / 1_000_000 + 1;
            wait(Math.max(millis, 1));
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(AsyncEvent event) {
    try {
      attempt(event);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "event " + event.id() + " could not be settled", e);
      retryLater(event);
    } finally {
      synchronized (this) {
        running--;
        notifyAll();
      }
    }
  }

  /// Whatever of ours failed may work later, for example a destination; the function then runs
  /// again.
  private void retryLater(AsyncEvent event) {
    switch (AsyncPolicy.DEFAULT.after(event, AsyncPolicy.Result.NOT_RUN, clock.now())) {
      case AsyncPolicy.Decision.TryAgain(AsyncEvent next) -> enqueue(next);
      case AsyncPolicy.Decision.Done(), AsyncPolicy.Decision.GiveUp(_) -> settle(event, List.of());
    }
  }

  private void attempt(AsyncEvent event) {
    Optional<FunctionVersion> version =
        functions
            .find(event.ref().key())
            .flatMap(function ->
                function.route(event.ref().orLatest(), ThreadLocalRandom.current().nextDouble()));
    if (version.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "event {0} dropped: its function {1} is gone",
          event.id(),
          event.ref().arn());
      settle(event, List.of());
      return;
    }
    FunctionRecord function = functions.require(event.ref().key());
    AsyncPolicy policy = AsyncPolicy.of(EventConfigOperations.config(function, event.ref()));
    if (policy.expired(event, clock.now())) {
      settle(
          event,
          outcomes.of(event, function, AsyncPolicy.Condition.EVENT_AGE_EXCEEDED, Optional.empty()));
      return;
    }
    Timeline timeline = attempt(event, request(event));
    InvokeOutcome outcome =
        invoker.invoke(
            version.get().spec(),
            new InvokeRequest(
                timeline,
                event.id(),
                event.payload(),
                event.ref().arn(),
                event.trace(),
                event.clientContext(),
                null,
                false,
                null));
    timeline.seal();
    Optional<AsyncRecord.Run> run =
        outcome instanceof InvokeOutcome.Answered answered
            ? Optional.of(new AsyncRecord.Run(version.get().version(), answered))
            : Optional.empty();
    switch (policy.after(event, result(outcome), clock.now())) {
      case AsyncPolicy.Decision.Done() ->
          settle(event, outcomes.of(event, function, AsyncPolicy.Condition.SUCCESS, run));
      case AsyncPolicy.Decision.GiveUp(AsyncPolicy.Condition condition) ->
          settle(event, outcomes.of(event, function, condition, run));
      case AsyncPolicy.Decision.TryAgain(AsyncEvent next) -> {
        store.change(() -> {
          table.put(next.id(), next.encode());
          return true;
        });
        enqueue(next);
      }
    }
  }

  private static AsyncPolicy.Result result(InvokeOutcome outcome) {
    return switch (outcome) {
      case InvokeOutcome.Answered answered ->
          answered.functionError().isEmpty()
              ? AsyncPolicy.Result.SUCCEEDED
              : AsyncPolicy.Result.FUNCTION_ERROR;
      case InvokeOutcome.Throttled _, InvokeOutcome.Unavailable _ -> AsyncPolicy.Result.NOT_RUN;
    };
  }

  /// The record of the whole request; a new one after a restart of thaw.
  private Timeline request(AsyncEvent event) {
    return requests.computeIfAbsent(
        event.id(),
        id -> {
          Timeline restored = timelines.add(new Timeline(Kind.REQUEST, id, clock));
          restored.note("restored", true);
          return restored;
        });
  }

  /// The request's own record at the first try, a linked one of its own at every other.
  private Timeline attempt(AsyncEvent event, Timeline request) {
    int number = event.attempts() + event.refusals() + 1;
    if (number == 1) {
      request.hold();
      return request;
    }
    Timeline timeline = timelines.add(new Timeline(Kind.REQUEST, event.id() + "." + number, clock));
    timeline.note("attempt", (long) number);
    request.link(Link.Relation.ATTEMPT, timeline);
    return timeline;
  }

  /// Forgets an event and takes those that its end brings about, all at once.
  private void settle(AsyncEvent event, List<AsyncEvent> handedOn) {
    store.change(() -> {
      table.remove(event.id());
      handedOn.forEach(next -> table.put(next.id(), next.encode()));
      return true;
    });
    Timeline request = requests.remove(event.id());
    if (request != null) {
      request.seal();
    }
    handedOn.forEach(this::enqueue);
  }

  /// Events that wait or are being tried.
  synchronized int size() {
    return waiting.size() + running;
  }

  /// Whether no try is being made.
  synchronized boolean idle() {
    return running == 0;
  }

  /// Begins no more tries; what is running goes on, what waits stays on the disk.
  @Override
  public void close() {
    Thread pumping;
    synchronized (this) {
      closed = true;
      pumping = pump;
      notifyAll();
    }
    if (pumping != null) {
      pumping.interrupt();
    }
  }
}

package dev.thaw.measure;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Calls functions and finds out afterwards what kind of call it was.
final class Caller {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration UPDATE_PATIENCE = Duration.ofMinutes(2);
  private static final long RECORD_PATIENCE_NANOS = 250_000_000;
  private static final long RECORD_POLL_NANOS = 2_000_000;

  private final LambdaApi api;
  private final OpenDoor door;
  private final long seed;
  private final Set<String> environments = new HashSet<>();
  private int updates;
  private boolean asked;
  private boolean keepsTimelines = true;

  /// @param api makes functions cold, and is asked for records
  Caller(LambdaApi api, OpenDoor door, long seed) {
    this.api = api;
    this.door = door;
    this.seed = seed;
  }

  OpenDoor door() {
    return door;
  }

  /// Makes sure that the next call finds no environment.
  void makeCold(String function) {
    updates++;
    api.updateDescription(function, "thaw measure %x-%d".formatted(seed, updates));
    api.awaitReady(function, UPDATE_PATIENCE);
  }

  /// What thaw recorded about a call that was meant to be cold, with its environment.
  Taken cold(Invoked invoked) {
    Optional<TimelineView> request = record(invoked);
    return new Taken(
        invoked, request, request.flatMap(TimelineView::environment).flatMap(api::timeline));
  }

  /// What thaw recorded about a call that was meant to be warm.
  Taken warm(Invoked invoked) {
    return new Taken(invoked, record(invoked), Optional.empty());
  }

  /// The record is still being written when the answer is there: waits for it, but not long, since
  /// an extension may hold it open. An endpoint that has none of the first call is not asked again:
  /// it is no thaw.
  private Optional<TimelineView> record(Invoked invoked) {
    if (invoked.requestId().isEmpty() || !keepsTimelines) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    Optional<TimelineView> seen = api.timeline(invoked.requestId());
    if (!asked) {
      asked = true;
      keepsTimelines = seen.isPresent();
    }
    while (seen.isPresent()
        && !seen.get().sealed()
        && System.nanoTime() - start < RECORD_PATIENCE_NANOS) {
      LockSupport.parkNanos(RECORD_POLL_NANOS);
      seen = api.timeline(invoked.requestId());
    }
    return seen;
  }

  /// Why a call does not count as a cold start; empty if it does. Remembers the environment.
  Optional<String> objectionToCold(Taken taken) {
    Optional<String> error = functionError(taken.invoked());
    Optional<String> environment = taken.request().flatMap(TimelineView::environment);
    boolean known = environment.isPresent() && !environments.add(environment.get());
    if (error.isPresent()) {
      return error;
    }
    if (taken.request().isEmpty()) {
      boolean reported =
          taken.invoked().report().map(report -> report.initMs().isPresent()).orElse(false);
      return reported
          ? Optional.empty()
          : Optional.of(
              taken.invoked().byUrl()
                  ? "neither a record nor a log tells whether it was cold"
                  : "warm where cold was wanted: no Init Duration in the log");
    }
    if (environment.isEmpty()) {
      return Optional.of("the environment is not known");
    }
    if (known) {
      return Optional.of("warm where cold was wanted");
    }
    long asked = taken.request().get().startedUs();
    boolean ahead = taken.environment().map(e -> e.startedUs() < asked).orElse(false);
    return ahead
        ? Optional.of("the environment was started ahead of the request")
        : Optional.empty();
  }

  /// Why a call does not count as warm; empty if it does.
  Optional<String> objectionToWarm(Taken taken) {
    Optional<String> error = functionError(taken.invoked());
    if (error.isPresent()) {
      return error;
    }
    taken.request().flatMap(TimelineView::environment).ifPresent(environments::add);
    boolean started = taken.request().map(r -> !r.named("cold-start").isEmpty()).orElse(false);
    boolean reported = taken.invoked().report().map(r -> r.initMs().isPresent()).orElse(false);
    return started || reported ? Optional.of("cold where warm was wanted") : Optional.empty();
  }

  /// Why a call does not count as the first warm one after a cold start; empty if it does.
  Optional<String> objectionToFirst(Taken cold, Taken next) {
    Optional<String> same = cold.request().flatMap(TimelineView::environment);
    Optional<String> other = next.request().flatMap(TimelineView::environment);
    if (same.isPresent() && other.isPresent() && !same.equals(other)) {
      environments.add(other.get());
      return Optional.of("another environment than the cold start before it");
    }
    return functionError(next.invoked());
  }

  private static Optional<String> functionError(Invoked invoked) {
    return invoked
        .functionError()
        .map(kind -> "function error: " + errorField(invoked, "errorType").orElse(kind));
  }

  /// @throws FailingFunction if the function failed: there is nothing to measure then
  static void mustSucceed(String function, Invoked invoked) {
    if (invoked.functionError().isPresent()) {
      throw new FailingFunction(
          "the function %s fails: %s: %s%s"
              .formatted(
                  function,
                  errorField(invoked, "errorType").orElse(invoked.functionError().get()),
                  errorField(invoked, "errorMessage")
                      .or(() -> errorField(invoked, "message"))
                      .orElse("no message"),
                  invoked.logTail().isEmpty() ? "" : "\n" + invoked.logTail().strip()));
    }
  }

  private static Optional<String> errorField(Invoked invoked, String name) {
    try {
      String text = JSON.readTree(invoked.payload()).path(name).asString("");
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}

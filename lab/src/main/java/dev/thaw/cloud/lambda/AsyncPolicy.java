package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import java.time.Duration;
import java.util.Map;

/// Says what becomes of an asynchronous event. Pure: it only looks at what it is given.
///
/// @param retries after errors of the function, 0 to 2
/// @param maxAge an event older than this is not tried any more
record AsyncPolicy(int retries, Duration maxAge) {

  static final AsyncPolicy DEFAULT = new AsyncPolicy(2, Duration.ofHours(6));

  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration SECOND_RETRY = Duration.ofMinutes(2);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  /// @param config members of `FunctionEventInvokeConfig`
  static AsyncPolicy of(Map<String, Object> config) {
    Document document = new Document(config);
    return new AsyncPolicy(
        document.optionalNumber("MaximumRetryAttempts").map(Long::intValue).orElse(DEFAULT.retries),
        document
            .optionalNumber("MaximumEventAgeInSeconds")
            .map(Duration::ofSeconds)
            .orElse(DEFAULT.maxAge));
  }

  /// How a try ended.
  enum Result {
    SUCCEEDED,
    /// The function ran and failed.
    FUNCTION_ERROR,
    /// The function did not run: throttled, or something of ours failed.
    NOT_RUN
  }

  /// What to do next.
  sealed interface Decision {
    record Done() implements Decision {}

    record TryAgain(AsyncEvent event) implements Decision {}

    record GiveUp(Condition condition) implements Decision {}
  }

  /// As destinations are told.
  enum Condition {
    SUCCESS("Success"),
    RETRIES_EXHAUSTED("RetriesExhausted"),
    EVENT_AGE_EXCEEDED("EventAgeExceeded");

    private final String wireName;

    Condition(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  /// Whether an event is too old to be tried.
  boolean expired(AsyncEvent event, long now) {
    return now - event.accepted() > maxAge.toNanos();
  }

  /// An event that would be too old at its next try is given up at once.
  Decision after(AsyncEvent event, Result result, long now) {
    return switch (result) {
      case SUCCEEDED -> new Decision.Done();
      case FUNCTION_ERROR -> {
        if (event.attempts() >= retries) {
          yield new Decision.GiveUp(Condition.RETRIES_EXHAUSTED);
        }
        Duration wait = event.attempts() == 0 ? FIRST_RETRY : SECOND_RETRY;
        yield tryAgain(event.failed(now + wait.toNanos()));
      }
      case NOT_RUN -> tryAgain(event.refused(now + backoff(event.refusals()).toNanos()));
    };
  }

  private Decision tryAgain(AsyncEvent next) {
    return expired(next, next.due())
        ? new Decision.GiveUp(Condition.EVENT_AGE_EXCEEDED)
        : new Decision.TryAgain(next);
  }

  /// 1, 2, 4 … seconds, up to five minutes.
  private static Duration backoff(int refusals) {
    Duration wait = Duration.ofSeconds(1L << Math.min(refusals, 9));
    return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
  }
}

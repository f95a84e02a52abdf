package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How often and how long a delivery that failed is tried again.
record RetryPolicy(int attempts, Duration age) {

  static final RetryPolicy DEFAULT = new RetryPolicy(185, Duration.ofDays(1));

  private static final Duration LONGEST = Duration.ofMinutes(10);

  static RetryPolicy of(Document target) {
    return target
        .optionalDocument("RetryPolicy")
        .map(policy ->
            new RetryPolicy(
                policy
                    .optionalNumber("MaximumRetryAttempts")
                    .map(Math::toIntExact)
                    .orElse(DEFAULT.attempts()),
                policy
                    .optionalNumber("MaximumEventAgeInSeconds")
                    .map(Duration::ofSeconds)
                    .orElse(DEFAULT.age())))
        .orElse(DEFAULT);
  }

  /// When the next try is due; the pauses double from a second on.
  ///
  /// @param tries made, all of them failed
  /// @return empty if that was the last one
  Optional<Instant> next(int tries, Instant accepted, Instant now) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(tries - 1, 20));
    Instant due = now.plus(doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST);
    boolean over = tries > attempts || Duration.between(accepted, due).compareTo(age) > 0;
    return over ? Optional.empty() : Optional.of(due);
  }
}

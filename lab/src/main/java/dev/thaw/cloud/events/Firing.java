package dev.thaw.cloud.events;

import java.time.Instant;
import java.util.Optional;

/// One rule's sending of one event to one target, as it stands.
///
/// @param rule its ARN
/// @param time when the rule was due, or the event came
/// @param scheduled whether a schedule brought it about, and not an event
/// @param target its ARN
/// @param tries made so far
/// @param problem of the last try, if it failed
public record Firing(
    String rule,
    Instant time,
    boolean scheduled,
    String target,
    Outcome outcome,
    int tries,
    Optional<String> problem) {

  /// What became of it.
  public enum Outcome {
    PENDING,
    DELIVERED,
    RETRYING,
    FAILED
  }
}

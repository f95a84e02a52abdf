package dev.thaw.cloud.events;

import java.time.Instant;
import java.util.Optional;

/// An event on its way to a target.
///
/// @param number of the delivery within this run of thaw
/// @param fired when its rule was due, or its event came
/// @param tries made so far
/// @param due when the next try is
record Delivery(
    long number,
    RuleKey rule,
    RuleTarget target,
    byte[] payload,
    Instant fired,
    boolean scheduled,
    int tries,
    Instant due) {

  Delivery tried() {
    return new Delivery(number, rule, target, payload, fired, scheduled, tries + 1, due);
  }

  Delivery at(Instant next) {
    return new Delivery(number, rule, target, payload, fired, scheduled, tries, next);
  }

  Firing as(Firing.Outcome outcome, Optional<String> problem) {
    return new Firing(rule.arn(), fired, scheduled, target.arn(), outcome, tries, problem);
  }
}

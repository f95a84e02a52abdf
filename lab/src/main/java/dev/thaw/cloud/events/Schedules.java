package dev.thaw.cloud.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which rules fire next; pure.
final class Schedules {

  private Schedules() {}

  /// Rules that fire together.
  record Due(Instant time, List<Rule> rules) {}

  /// The first firings after an instant.
  static Optional<Due> next(List<Rule> rules, Instant after) {
    Instant earliest = Instant.MAX;
    List<Rule> firing = new ArrayList<>();
    for (Rule rule : rules) {
      Optional<Instant> next = rule.next(after);
      if (next.isEmpty() || next.get().isAfter(earliest)) {
        continue;
      }
      if (next.get().isBefore(earliest)) {
        earliest = next.get();
        firing.clear();
      }
      firing.add(rule);
    }
    return firing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Due(earliest, List.copyOf(firing)));
  }
}

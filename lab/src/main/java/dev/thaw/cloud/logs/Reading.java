package dev.thaw.cloud.logs;

import dev.thaw.cloud.logs.pattern.FilterPattern;
import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads one page of a group's events.
///
/// @param fromMs first time that counts
/// @param toMs last time that counts
/// @param token where to begin; empty for the oldest, or backwards the newest
record Reading(
    Predicate<String> streams,
    long fromMs,
    long toMs,
    FilterPattern pattern,
    boolean backward,
    Optional<ReadToken> token,
    int limit) {

  private static final int LIMIT = 10_000;
  private static final long MOST_BYTES = 1 << 20;

  static int limit(Document input) {
    return input.optionalNumber("limit").map(Long::intValue).orElse(LIMIT);
  }

  /// @param events in the order of reading
  /// @param more whether there may be further ones
  record Result(List<LogEvent> events, boolean more) {}

  Result read(GroupJournal journal) {
    long from = backward ? fromMs : Math.max(fromMs, edge(fromMs));
    long to = backward ? Math.min(toMs, edge(toMs)) : toMs;
    EventScan scan = new EventScan(journal.blocks(streams, from, to), backward);
    List<LogEvent> events = new ArrayList<>();
    long bytes = 0;
    while (scan.hasNext()) {
      LogEvent event = scan.next();
      if (!wanted(event)) {
        continue;
      }
      bytes += event.message().getBytes(StandardCharsets.UTF_8).length + LogEvent.OVERHEAD;
      if (events.size() == limit || (bytes > MOST_BYTES && !events.isEmpty())) {
        return new Result(events, true);
      }
      events.add(event);
    }
    return new Result(events, false);
  }

  private long edge(long otherwise) {
    return token.map(each -> each.from().timeMs()).orElse(otherwise);
  }

  private boolean wanted(LogEvent event) {
    return event.timeMs() >= fromMs
        && event.timeMs() <= toMs
        && token.map(each -> each.passes(event.position())).orElse(true)
        && pattern.matches(event.message());
  }
}

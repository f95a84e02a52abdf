package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `PutLogEvents`: what it answers is on the disk.
final class PutOperation {

  private static final int MOST_BYTES = 1_048_576;
  private static final long HOUR_MS = 3_600_000;
  private static final long DAY_MS = 24 * HOUR_MS;

  private final LogGroups groups;
  private final Clock clock;

  PutOperation(LogGroups groups, Clock clock) {
    this.groups = groups;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("PutLogEvents", this::put);
  }

  /// Looks like AWS's; it is not asked for any more.
  static String token(StreamView stream) {
    return "%056d".formatted(stream.sequence() + 1);
  }

  private Answer put(Call call) {
    Document input = call.input();
    LogGroup group = groups.require(GroupRef.named(input.text("logGroupName"), call.scope()));
    String name = input.text("logStreamName");
    if (group.journal().stream(name).isEmpty()) {
      throw LogsErrors.noStream();
    }
    List<NewEvent> events =
        input.documents("logEvents").stream()
            .map(event -> new NewEvent(event.number("timestamp"), event.text("message")))
            .toList();
    check(events);
    Rejected rejected = Rejected.of(events, clock.now() / 1_000_000, group.record());
    List<NewEvent> accepted = rejected.rest(events);
    if (!accepted.isEmpty()) {
      group.put(name, accepted);
    }
    Map<String, Object> output = new LinkedHashMap<>();
    group.journal().stream(name)
        .ifPresent(stream -> output.put("nextSequenceToken", token(stream)));
    if (accepted.size() < events.size()) {
      output.put("rejectedLogEventsInfo", rejected.shown(events.size()));
    }
    if (input.has("entity")) {
      output.put("rejectedEntityInfo", Map.of("errorType", "UnsupportedLogGroupType"));
    }
    return Answer.of(output);
  }

  private static void check(List<NewEvent> events) {
    long bytes = 0;
    for (int i = 0; i < events.size(); i++) {
      int size =
          events.get(i).message().getBytes(StandardCharsets.UTF_8).length + LogEvent.OVERHEAD;
      if (size > MOST_BYTES) {
        throw LogsErrors.invalid(
            "Log event too large: %d bytes exceeds limit of %d".formatted(size, MOST_BYTES));
      }
      bytes += size;
      if (i > 0 && events.get(i).timeMs() < events.get(i - 1).timeMs()) {
        throw LogsErrors.invalid(
            "Log events in a single PutLogEvents request must be in chronological order.");
      }
    }
    if (bytes > MOST_BYTES) {
      throw LogsErrors.invalid(
          "Upload too large: %d bytes exceeds limit of %d".formatted(bytes, MOST_BYTES));
    }
    if (events.getLast().timeMs() - events.getFirst().timeMs() > DAY_MS) {
      throw LogsErrors.invalid(
          "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
    }
  }

  /// Which of some ordered events are refused.
  ///
  /// @param expired events before this index are beyond the group's retention
  /// @param tooOld events before this index are older than 14 days
  /// @param tooNew events from this index on are more than two hours in the future
  record Rejected(int expired, int tooOld, int tooNew) {

    static Rejected of(List<NewEvent> events, long nowMs, GroupRecord group) {
      return new Rejected(
          before(events, group.oldestMs(nowMs)),
          before(events, nowMs - 14 * DAY_MS),
          before(events, nowMs + 2 * HOUR_MS + 1));
    }

    private static int before(List<NewEvent> events, long timeMs) {
      return (int) events.stream().takeWhile(event -> event.timeMs() < timeMs).count();
    }

    List<NewEvent> rest(List<NewEvent> events) {
      int from = Math.max(expired, tooOld);
      return from < tooNew ? events.subList(from, tooNew) : List.of();
    }

    Map<String, Object> shown(int count) {
      Map<String, Object> shown = new LinkedHashMap<>();
      if (tooNew < count) {
        shown.put("tooNewLogEventStartIndex", (long) tooNew);
      }
      if (tooOld > 0) {
        shown.put("tooOldLogEventEndIndex", (long) tooOld);
      }
      if (expired > 0) {
        shown.put("expiredLogEventEndIndex", (long) expired);
      }
      return shown;
    }
  }
}

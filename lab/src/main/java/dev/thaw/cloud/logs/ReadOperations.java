package dev.thaw.cloud.logs;

import dev.thaw.cloud.logs.pattern.FilterPattern;
import dev.thaw.cloud.logs.pattern.InvalidPattern;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Events of one stream, events of a group that match a pattern, and the pattern alone.
final class ReadOperations {

  private final LogGroups groups;
  private final Clock clock;

  ReadOperations(LogGroups groups, Clock clock) {
    this.groups = groups;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "GetLogEvents", this::get,
        "FilterLogEvents", this::filter,
        "TestMetricFilter", this::test);
  }

  private Answer get(Call call) {
    Document input = call.input();
    LogGroup group = groups.require(GroupRef.of(input, call.scope()));
    GroupJournal journal = group.journal();
    String name = input.text("logStreamName");
    if (journal.stream(name).isEmpty()) {
      throw LogsErrors.noStream();
    }
    Optional<ReadToken> token = input.optionalText("nextToken").map(ReadToken::parse);
    boolean backward = token.map(ReadToken::backward).orElse(!input.flag("startFromHead"));
    long from = from(input, group);
    long to = input.optionalNumber("endTime").map(end -> end - 1).orElse(Long.MAX_VALUE);
    List<LogEvent> read =
        new Reading(
                name::equals,
                from,
                to,
                FilterPattern.parse(""),
                backward,
                token,
                Reading.limit(input))
            .read(journal)
            .events();
    List<LogEvent> events = backward ? read.reversed() : read;
    Position nowhere = token.map(ReadToken::from).orElse(Position.before(from));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("events", events.stream().map(ReadOperations::shown).toList());
    output.put(
        "nextForwardToken", token(false, events.isEmpty() ? nowhere : events.getLast().position()));
    output.put(
        "nextBackwardToken",
        token(true, events.isEmpty() ? nowhere : events.getFirst().position()));
    return Answer.of(output);
  }

  private static String token(boolean backward, Position from) {
    return new ReadToken(backward, from).toString();
  }

  /// Events beyond the retention are gone, whether their files are or not.
  private long from(Document input, LogGroup group) {
    return Math.max(
        input.optionalNumber("startTime").orElse(0L),
        group.record().oldestMs(clock.now() / 1_000_000));
  }

  private static Map<String, Object> shown(LogEvent event) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("timestamp", event.timeMs());
    shown.put("message", event.message());
    shown.put("ingestionTime", event.ingestedMs());
    return shown;
  }

  private Answer filter(Call call) {
    Document input = call.input();
    LogGroup group = groups.require(GroupRef.of(input, call.scope()));
    GroupJournal journal = group.journal();
    List<StreamView> streams = journal.streams();
    Optional<ReadToken> token = input.optionalText("nextToken").map(ReadToken::parse);
    boolean backward =
        token
            .map(ReadToken::backward)
            .orElse(!input.optional("startFromHead", Boolean.class).orElse(true));
    Reading.Result result =
        new Reading(
                streams(input, streams),
                from(input, group),
                input.optionalNumber("endTime").orElse(Long.MAX_VALUE),
                pattern(input.optionalText("filterPattern").orElse("")),
                backward,
                token,
                Reading.limit(input))
            .read(journal);
    Map<Integer, String> names = new HashMap<>();
    streams.forEach(stream -> names.put(stream.id(), stream.name()));
    List<Map<String, Object>> events = new ArrayList<>();
    for (LogEvent event : result.events()) {
      Map<String, Object> shown = shown(event);
      shown.put("logStreamName", names.getOrDefault(event.position().stream(), ""));
      shown.put("eventId", event.position().id());
      events.add(shown);
    }
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("events", events);
    output.put("searchedLogStreams", List.of());
    if (result.more()) {
      output.put("nextToken", token(backward, result.events().getLast().position()));
    }
    return Answer.of(output);
  }

  private static Predicate<String> streams(Document input, List<StreamView> all) {
    Optional<String> prefix = input.optionalText("logStreamNamePrefix");
    if (!input.has("logStreamNames")) {
      return prefix
          .<Predicate<String>>map(start -> name -> name.startsWith(start))
          .orElse(name -> true);
    }
    if (prefix.isPresent()) {
      throw LogsErrors.invalid(
          "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
    }
    Set<String> names = Set.copyOf(input.texts("logStreamNames"));
    long found = all.stream().filter(stream -> names.contains(stream.name())).count();
    if (found < names.size()) {
      throw LogsErrors.noStream();
    }
    return names::contains;
  }

  static FilterPattern pattern(String text) {
    try {
      return FilterPattern.parse(text);
    } catch (InvalidPattern e) {
      throw LogsErrors.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Answer test(Call call) {
    FilterPattern pattern = pattern(call.input().text("filterPattern"));
    List<String> messages = call.input().texts("logEventMessages");
    List<Map<String, Object>> matches = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      long number = i + 1L;
      String message = messages.get(i);
      pattern
          .match(message)
          .ifPresent(values ->
              matches.add(
                  Map.of(
                      "eventNumber", number, "eventMessage", message, "extractedValues", values)));
    }
    return Answer.of(Map.of("matches", matches));
  }
}

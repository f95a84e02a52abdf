package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// `StartLiveTail`: an update every second, with the events since the last, until the caller goes.
final class LiveTail implements AutoCloseable {

  private static final long UPDATE_MS = 1_000;

  /// As long as AWS lets a session go on, in updates.
  private static final int MOST_UPDATES = 3 * 3600;

  private final LogGroups groups;
  private final CountDownLatch closed = new CountDownLatch(1);

  LiveTail(LogGroups groups) {
    this.groups = groups;
  }

  Map<String, Handler> handlers() {
    return Map.of("StartLiveTail", this::start);
  }

  private Answer start(Call call) {
    Document input = call.input();
    List<LogGroup> watched = new ArrayList<>();
    for (String identifier : input.texts("logGroupIdentifiers")) {
      if (!identifier.startsWith("arn:")) {
        throw LogsErrors.invalid(
            "logGroupIdentifiers: " + identifier + " (expected: the ARN of a log group)");
      }
      watched.add(groups.require(GroupRef.ofArn(identifier)));
    }
    TailSession session =
        new TailSession(
            streams(input, watched.size()),
            ReadOperations.pattern(input.optionalText("logEventFilterPattern").orElse("")));
    watched.forEach(group -> group.watch(session));
    try {
      serve(call, session);
    } catch (IOException e) {
      throw new UncheckedIOException("the caller of " + call.requestId() + " is gone", e);
    } finally {
      watched.forEach(group -> group.unwatch(session));
    }
    return Answer.sent();
  }

  private static Predicate<String> streams(Document input, int groups) {
    List<String> names = input.texts("logStreamNames");
    List<String> prefixes = input.texts("logStreamNamePrefixes");
    if (!names.isEmpty() && !prefixes.isEmpty()) {
      throw LogsErrors.invalid(
          "logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
    }
    if (groups > 1 && !(names.isEmpty() && prefixes.isEmpty())) {
      throw LogsErrors.invalid(
          "logStreamNames and logStreamNamePrefixes can only be specified with one log group.");
    }
    return name ->
        (names.isEmpty() || names.contains(name))
            && (prefixes.isEmpty() || prefixes.stream().anyMatch(name::startsWith));
  }

  private void serve(Call call, TailSession session) throws IOException {
    Call.EventSink to = call.stream(Map.of());
    to.event("sessionStart", sessionStart(call));
    try {
      for (int i = 0; i < MOST_UPDATES; i++) {
        boolean over = closed.await(UPDATE_MS, TimeUnit.MILLISECONDS);
        TailSession.Update update = session.take();
        to.event(
            "sessionUpdate",
            Map.of(
                "sessionMetadata", Map.of("sampled", update.sampled()),
                "sessionResults", update.events()));
        if (over) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    to.end();
  }

  private static Map<String, Object> sessionStart(Call call) {
    Map<String, Object> start = new LinkedHashMap<>();
    start.put("requestId", call.requestId());
    start.put("sessionId", UUID.randomUUID().toString());
    for (String name : List.of("logGroupIdentifiers", "logStreamNames", "logStreamNamePrefixes")) {
      start.put(name, call.input().texts(name));
    }
    start.put(
        "logEventFilterPattern", call.input().optionalText("logEventFilterPattern").orElse(""));
    return start;
  }

  /// Ends all sessions.
  @Override
  public void close() {
    closed.countDown();
  }
}

package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Streams of groups.
final class StreamOperations {

  private static final int PAGE = 50;

  private final LogGroups groups;
  private final Clock clock;

  StreamOperations(LogGroups groups, Clock clock) {
    this.groups = groups;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateLogStream", this::create,
        "DescribeLogStreams", this::describe,
        "DeleteLogStream", this::delete);
  }

  private Answer create(Call call) {
    GroupJournal journal = groups.require(GroupRef.of(call.input(), call.scope())).journal();
    if (!journal.create(call.input().text("logStreamName"), clock.now() / 1_000_000)) {
      throw LogsErrors.exists("stream");
    }
    journal.force();
    return Answer.empty();
  }

  private Answer delete(Call call) {
    GroupJournal journal = groups.require(GroupRef.of(call.input(), call.scope())).journal();
    if (!journal.delete(call.input().text("logStreamName"))) {
      throw LogsErrors.noStream();
    }
    journal.force();
    return Answer.empty();
  }

  private Answer describe(Call call) {
    Document input = call.input();
    LogGroup group = groups.require(GroupRef.of(input, call.scope()));
    Optional<String> prefix = input.optionalText("logStreamNamePrefix");
    boolean byTime = input.optionalText("orderBy").filter("LastEventTime"::equals).isPresent();
    if (byTime && prefix.isPresent()) {
      throw LogsErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    List<StreamView> all =
        group.journal().streams().stream()
            .filter(stream -> prefix.map(stream.name()::startsWith).orElse(true))
            .toList();
    Paging<StreamView> page =
        Page.of(
            all,
            byTime ? StreamOperations::time : StreamView::name,
            input.flag("descending"),
            input.optionalText("nextToken"),
            input.optionalNumber("limit").map(Long::intValue).orElse(PAGE));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(
        "logStreams", page.items().stream().map(stream -> shown(group.key(), stream)).toList());
    page.next().ifPresent(token -> output.put("nextToken", token));
    return Answer.of(output);
  }

  /// Streams without events are the oldest.
  private static String time(StreamView stream) {
    return "%019d %s".formatted(stream.lastEvent().orElse(0), stream.name());
  }

  private static Map<String, Object> shown(GroupKey group, StreamView stream) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("logStreamName", stream.name());
    shown.put("creationTime", stream.created());
    stream.firstEvent().ifPresent(time -> shown.put("firstEventTimestamp", time));
    stream.lastEvent().ifPresent(time -> shown.put("lastEventTimestamp", time));
    stream.lastIngestion().ifPresent(time -> shown.put("lastIngestionTime", time));
    shown.put("uploadSequenceToken", PutOperation.token(stream));
    shown.put("arn", group.arn(stream.name()));
    // AWS has not filled this in for years
    shown.put("storedBytes", 0L);
    return shown;
  }
}

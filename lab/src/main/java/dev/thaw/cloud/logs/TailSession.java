package dev.thaw.cloud.logs;

import dev.thaw.cloud.logs.pattern.FilterPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Collects the events that one live tail wants to see, until they are sent.
final class TailSession {

  /// As on AWS: of more than these in one update, only some are shown.
  static final int MOST = 500;

  private final Predicate<String> streams;
  private final FilterPattern pattern;
  private List<Map<String, Object>> waiting = new ArrayList<>();
  private boolean sampled;

  TailSession(Predicate<String> streams, FilterPattern pattern) {
    this.streams = streams;
    this.pattern = pattern;
  }

  /// @param sampled whether some were left out
  record Update(List<Map<String, Object>> events, boolean sampled) {}

  void offer(GroupKey group, String stream, List<NewEvent> events, long nowMs) {
    if (!streams.test(stream)) {
      return;
    }
    for (NewEvent event : events) {
      if (pattern.matches(event.message())) {
        add(group, stream, event, nowMs);
      }
    }
  }

  private synchronized void add(GroupKey group, String stream, NewEvent event, long nowMs) {
    if (waiting.size() >= MOST) {
      sampled = true;
      return;
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("logGroupIdentifier", group.account() + ":" + group.name());
    shown.put("logStreamName", stream);
    shown.put("message", event.message());
    shown.put("timestamp", event.timeMs());
    shown.put("ingestionTime", nowMs);
    waiting.add(shown);
  }

  synchronized Update take() {
    Update update = new Update(waiting, sampled);
    waiting = new ArrayList<>();
    sampled = false;
    return update;
  }
}

package dev.thaw.cli;

import dev.thaw.lambda.LogSink;
import dev.thaw.lambda.LogStreamId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// The newest log events of all functions.
final class LogStore implements LogSink {

  private static final int KEPT = 10_000;

  /// @param timeMs epoch milliseconds
  record Event(LogStreamId stream, long timeMs, String message) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private volatile Consumer<Event> follower = event -> {};

  @Override
  public void append(LogStreamId stream, long timeMs, String message) {
    Event event = new Event(stream, timeMs, message);
    synchronized (this) {
      events.addLast(event);
      if (events.size() > KEPT) {
        events.removeFirst();
      }
    }
    follower.accept(event);
  }

  /// Hands every further event on as well.
  void follow(Consumer<Event> next) {
    follower = next;
  }

  /// The newest events of a function, oldest first.
  synchronized List<Event> newest(String group, int count) {
    return events.reversed().stream()
        .filter(e -> e.stream().group().equals(group))
        .limit(count)
        .toList()
        .reversed();
  }
}

package dev.thaw.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/// The newest of what functions have written.
final class LogTail {

  private final int most;
  private final Deque<String> messages = new ArrayDeque<>();

  /// @param most messages to keep
  LogTail(int most) {
    this.most = most;
  }

  synchronized void add(String message) {
    messages.addLast(message.stripTrailing());
    if (messages.size() > most) {
      messages.removeFirst();
    }
  }

  /// Each message on lines of its own, the oldest first.
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    messages.forEach(message -> text.append('\n').append(message));
    return text.toString();
  }
}

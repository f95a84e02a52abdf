package dev.thaw.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/// The newest of what functions have written.
final class LogTail {

  private static final int MOST_SHOWN = 300;

  private final int most;
  private final Deque<String> messages = new ArrayDeque<>();

  /// @param most messages to keep
  LogTail(int most) {
    this.most = most;
  }

  synchronized void add(String message) {
    String text = message.stripTrailing();
    messages.addLast(text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text);
    if (messages.size() > most) {
      messages.removeFirst();
    }
  }

  /// Each message on lines of its own, the oldest first; the long ones cut off.
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    messages.forEach(message -> text.append('\n').append(message));
    return text.toString();
  }
}

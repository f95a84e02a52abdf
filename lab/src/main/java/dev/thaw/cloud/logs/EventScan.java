package dev.thaw.cloud.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The events of some blocks in the order of their positions, forwards or backwards. A block is
/// read when its time has come: only those that overlap are in memory at once.
final class EventScan implements Iterator<LogEvent> {

  private final boolean backward;
  private final Iterator<Block> waiting;
  private final PriorityQueue<Cursor> open;
  private @Nullable Block next;

  private static final class Cursor {
    private final List<LogEvent> events;
    private int at;

    Cursor(List<LogEvent> events) {
      this.events = events;
    }

    LogEvent head() {
      return events.get(at);
    }
  }

  EventScan(List<Block> blocks, boolean backward) {
    this.backward = backward;
    List<Block> ordered = new ArrayList<>(blocks);
    Comparator<Block> byEdge = Comparator.comparingLong(this::edge);
    ordered.sort(backward ? byEdge.reversed() : byEdge);
    waiting = ordered.iterator();
    Comparator<Cursor> byHead = Comparator.comparing(cursor -> cursor.head().position());
    open = new PriorityQueue<>(backward ? byHead.reversed() : byHead);
    advance();
  }

  private long edge(Block block) {
    return backward ? block.header().last() : block.header().first();
  }

  private void advance() {
    next = waiting.hasNext() ? waiting.next() : null;
  }

  /// Reads all blocks that may hold the next event.
  private void load() {
    for (Block block = next;
        block != null && (open.isEmpty() || !beyond(block, open.element().head().timeMs()));
        block = next) {
      List<LogEvent> events = block.events();
      if (!events.isEmpty()) {
        open.add(new Cursor(backward ? events.reversed() : events));
      }
      advance();
    }
  }

  private boolean beyond(Block block, long timeMs) {
    return backward ? edge(block) < timeMs : edge(block) > timeMs;
  }

  @Override
  public boolean hasNext() {
    load();
    return !open.isEmpty();
  }

  @Override
  public LogEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Cursor first = open.remove();
    LogEvent event = first.head();
    if (++first.at < first.events.size()) {
      open.add(first);
    }
    return event;
  }
}

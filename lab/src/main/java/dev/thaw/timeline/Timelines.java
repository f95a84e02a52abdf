package dev.thaw.timeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The timelines of a running thaw: the newest ones, found by id.
///
/// Bounded: when full, the oldest is forgotten, whether sealed or not.
public final class Timelines {

  private final int capacity;
  private final Map<String, Timeline> byId = new HashMap<>();
  private final Deque<String> order = new ArrayDeque<>();

  public Timelines(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    this.capacity = capacity;
  }

  /// Keeps a timeline from now on; one with the same id is replaced.
  public synchronized Timeline add(Timeline timeline) {
    if (byId.put(timeline.id(), timeline) == null) {
      order.addLast(timeline.id());
      if (order.size() > capacity) {
        byId.remove(order.removeFirst());
      }
    }
    return timeline;
  }

  public synchronized Optional<Timeline> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// The newest first.
  public synchronized List<Timeline> newest(int count) {
    return order.reversed().stream().limit(count).map(byId::get).toList();
  }
}

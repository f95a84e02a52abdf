package dev.thaw.lambda.telemetry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The events that wait for one subscriber, as JSON, and the decision when they go. Not safe for
/// threads: its owner locks.
final class EventBuffer {

  /// How many batches may wait behind the one that is delivered. One would do for events that come
  /// singly; what a function has written is read in one go.
  static final int BATCHES = 8;

  private record Waiting(byte[] event, long since) {}

  private final Buffering limits;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private long droppedRecords;
  private long droppedBytes;

  EventBuffer(Buffering limits) {
    this.limits = limits;
  }

  /// @param records that were lost
  /// @param bytes of them
  record Dropped(long records, long bytes) {}

  /// Adds an event, or counts it as dropped if there is no room.
  ///
  /// @param now nanoseconds since the epoch
  void offer(byte[] event, long now) {
    boolean room =
        waiting.size() < (long) BATCHES * limits.maxItems()
            && (waiting.isEmpty() || bytes + event.length <= (long) BATCHES * limits.maxBytes());
    if (!room) {
      droppedRecords++;
      droppedBytes += event.length;
      return;
    }
    waiting.add(new Waiting(event, now));
    bytes += event.length;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// When the next batch goes, in nanoseconds since the epoch: 0 if one is full, `Long.MAX_VALUE`
  /// if there is none.
  long dueAt() {
    if (waiting.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (waiting.size() >= limits.maxItems() || bytes >= limits.maxBytes()) {
      return 0;
    }
    return waiting.peek().since() + limits.timeoutMs() * 1_000_000L;
  }

  /// Takes the next batch, due or not: at least one event if any waits, otherwise within limits.
  List<byte[]> take() {
    List<byte[]> batch = new ArrayList<>();
    long size = 0;
    while (!waiting.isEmpty() && batch.size() < limits.maxItems()) {
      int next = waiting.element().event().length;
      if (!batch.isEmpty() && size + next > limits.maxBytes()) {
        break;
      }
      size += next;
      bytes -= next;
      batch.add(waiting.remove().event());
    }
    return batch;
  }

  /// Puts a batch back that could not be delivered; it is due at once.
  void putBack(List<byte[]> batch) {
    for (byte[] event : batch.reversed()) {
      waiting.addFirst(new Waiting(event, 0));
      bytes += event.length;
    }
  }

  /// Counts a batch as dropped.
  void drop(List<byte[]> batch) {
    droppedRecords += batch.size();
    for (byte[] event : batch) {
      droppedBytes += event.length;
    }
  }

  /// What has been lost since the last call.
  Dropped takeDropped() {
    Dropped dropped = new Dropped(droppedRecords, droppedBytes);
    droppedRecords = 0;
    droppedBytes = 0;
    return dropped;
  }
}

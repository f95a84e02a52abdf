package dev.thaw.cloud.logs;

import dev.thaw.timeline.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A group that lives: its record, its journal, what is on its way there, and who watches.
final class LogGroup {

  private static final System.Logger LOG = System.getLogger(LogGroup.class.getName());

  private final GroupKey key;
  private final GroupJournal journal;
  private final Clock clock;
  private final LogBuffer buffer = new LogBuffer();
  private final ReentrantLock flushing = new ReentrantLock();
  private final Set<TailSession> watchers = ConcurrentHashMap.newKeySet();
  private volatile GroupRecord record;
  private volatile boolean saved;

  LogGroup(GroupKey key, GroupRecord record, boolean saved, GroupJournal journal, Clock clock) {
    this.key = key;
    this.record = record;
    this.saved = saved;
    this.journal = journal;
    this.clock = clock;
  }

  GroupKey key() {
    return key;
  }

  GroupRecord record() {
    return record;
  }

  /// Only within a change of the store.
  void record(GroupRecord next) {
    record = next;
  }

  boolean saved() {
    return saved;
  }

  void markSaved() {
    saved = true;
  }

  /// The events, all that was said until now among them.
  GroupJournal journal() {
    flush();
    return journal;
  }

  /// Takes output of a function.
  ///
  /// @return how full the buffer is: 0 if this is the first event in it
  long add(String stream, NewEvent event) {
    long full = buffer.add(stream, event);
    tell(stream, List.of(event));
    return full;
  }

  /// Adds events that are on the disk when this returns.
  void put(String stream, List<NewEvent> events) {
    GroupJournal current = journal();
    current.append(stream, events, nowMs());
    current.force();
    tell(stream, events);
  }

  /// Writes what functions wrote; it survives the end of thaw from then on.
  void flush() {
    flushing.lock();
    try {
      for (Map.Entry<String, List<NewEvent>> entry : buffer.take().entrySet()) {
        journal.append(entry.getKey(), entry.getValue(), nowMs());
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "output of functions in " + key.name() + " is lost", e);
    } finally {
      flushing.unlock();
    }
  }

  private long nowMs() {
    return clock.now() / 1_000_000;
  }

  private void tell(String stream, List<NewEvent> events) {
    if (!watchers.isEmpty()) {
      for (TailSession session : watchers) {
        session.offer(key, stream, events, nowMs());
      }
    }
  }

  void watch(TailSession session) {
    watchers.add(session);
  }

  void unwatch(TailSession session) {
    watchers.remove(session);
  }
}

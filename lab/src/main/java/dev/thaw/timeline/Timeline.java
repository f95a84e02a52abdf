package dev.thaw.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The append-only record that travels with one request or one execution environment.
///
/// Any thread may append. A timeline outlives the answer to its request: extensions, streams and
/// retries still write to it, so it is closed only by [#seal]. What comes later than that is
/// dropped and counted in the attribute `late`, since an observer must never fail what it observes.
public final class Timeline {

  private sealed interface Entry {
    record Began(int parent, String name, Origin origin, long at) implements Entry {}

    record Ended(int phase, long at) implements Entry {}

    record Noted(int phase, String key, Object value) implements Entry {}

    record Linked(Link link) implements Entry {}
  }

  private final Kind kind;
  private final String id;
  private final Clock clock;
  private final long started;
  private final List<Entry> entries = new ArrayList<>(24);
  private int phases;
  private int holders = 1;
  private int late;

  public Timeline(Kind kind, String id, Clock clock) {
    this(kind, id, clock, clock.now());
  }

  /// @param started nanoseconds since the epoch, for a request that was seen before its id was
  ///   known
  public Timeline(Kind kind, String id, Clock clock, long started) {
    this.kind = kind;
    this.id = id;
    this.clock = clock;
    this.started = started;
  }

  public Kind kind() {
    return kind;
  }

  public String id() {
    return id;
  }

  /// Nanoseconds since the epoch.
  public long startedAt() {
    return started;
  }

  public Clock clock() {
    return clock;
  }

  /// Begins a measured phase now.
  public Mark begin(String name) {
    return beginAt(Phase.NONE, name, Origin.MEASURED, clock.now());
  }

  /// Begins a measured phase at a moment already stamped.
  public Mark beginAt(String name, long start) {
    return beginAt(Phase.NONE, name, Origin.MEASURED, start);
  }

  /// Adds a phase that is over.
  public Mark record(String name, Origin origin, long start, long end) {
    Mark mark = beginAt(Phase.NONE, name, origin, start);
    mark.endAt(end);
    return mark;
  }

  /// Sets an attribute of the whole; a later value replaces an earlier one. Values: strings,
  /// numbers, booleans.
  public void note(String key, Object value) {
    append(new Entry.Noted(Phase.NONE, key, value));
  }

  public void link(Link.Relation relation, Timeline other) {
    append(new Entry.Linked(new Link(relation, other.kind, other.id)));
  }

  /// Keeps the record open until one more [#seal]: for work that may outlive the answer.
  public synchronized void hold() {
    if (holders == 0) {
      throw new IllegalStateException("timeline " + id + ": sealed (expected: open)");
    }
    holders++;
  }

  /// Ends the record once all who hold it have sealed it. The one that made it is the first of
  /// them.
  public synchronized void seal() {
    holders = Math.max(0, holders - 1);
  }

  /// What was recorded up to now; open timelines give one too.
  public Snapshot snapshot() {
    List<Entry> seen;
    boolean closed;
    int dropped;
    synchronized (this) {
      seen = List.copyOf(entries);
      closed = holders == 0;
      dropped = late;
    }
    return new Fold(seen).snapshot(closed, dropped, clock.now());
  }

  private synchronized Mark beginAt(int parent, String name, Origin origin, long at) {
    if (holders == 0) {
      late++;
      return new Mark(Phase.NONE);
    }
    entries.add(new Entry.Began(parent, name, origin, at));
    return new Mark(phases++);
  }

  private synchronized void append(Entry entry) {
    if (holders == 0) {
      late++;
    } else {
      entries.add(entry);
    }
  }

  /// A phase that has begun.
  public final class Mark {

    private final int phase;

    private Mark(int phase) {
      this.phase = phase;
    }

    /// Begins a measured phase within this one.
    public Mark begin(String name) {
      return beginAt(name, Origin.MEASURED, clock.now());
    }

    public Mark beginAt(String name, Origin origin, long start) {
      return Timeline.this.beginAt(phase, name, origin, start);
    }

    /// Adds a phase within this one that is over.
    public Mark record(String name, Origin origin, long start, long end) {
      Mark mark = beginAt(name, origin, start);
      mark.endAt(end);
      return mark;
    }

    public Mark note(String key, Object value) {
      if (phase != Phase.NONE) {
        append(new Entry.Noted(phase, key, value));
      }
      return this;
    }

    /// Ends now. Only the first end counts.
    public void end() {
      endAt(clock.now());
    }

    /// Ends at a moment already stamped, in nanoseconds since the epoch.
    public void endAt(long at) {
      if (phase != Phase.NONE) {
        append(new Entry.Ended(phase, at));
      }
    }
  }

  private final class Fold {

    private static final class Open {
      final Entry.Began began;
      final Map<String, Object> attributes = new LinkedHashMap<>();
      @Nullable Long end;

      Open(Entry.Began began) {
        this.began = began;
      }
    }

    private final List<Open> open = new ArrayList<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();

    Fold(List<Entry> seen) {
      for (Entry entry : seen) {
        switch (entry) {
          case Entry.Began began -> open.add(new Open(began));
          case Entry.Ended(int phase, long at) -> {
            if (open.get(phase).end == null) {
              open.get(phase).end = at;
            }
          }
          case Entry.Noted(int phase, String key, Object value) ->
              (phase == Phase.NONE ? attributes : open.get(phase).attributes).put(key, value);
          case Entry.Linked(Link link) -> links.add(link);
        }
      }
    }

    Snapshot snapshot(boolean closed, int dropped, long taken) {
      if (dropped > 0) {
        attributes.put("late", dropped);
      }
      List<Phase> list = new ArrayList<>(open.size());
      for (Open o : open) {
        OptionalLong end = o.end == null ? OptionalLong.empty() : OptionalLong.of(o.end);
        list.add(
            new Phase(
                list.size(),
                o.began.parent(),
                o.began.name(),
                o.began.origin(),
                o.began.at(),
                end,
                Map.copyOf(o.attributes)));
      }
      return new Snapshot(
          kind,
          id,
          started,
          taken,
          closed,
          List.copyOf(list),
          Map.copyOf(attributes),
          List.copyOf(links));
    }
  }
}

package dev.thaw.cloud.logs;

import dev.thaw.cloud.logs.BlockHeader.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All that a group holds, in segments of one folder. It is read when it is first asked for.
final class GroupJournal {

  private static final long SEGMENT = 16L << 20;

  private final Path folder;
  private final ReentrantLock forcing = new ReentrantLock();
  private final List<Segment> segments = new ArrayList<>();
  private final Map<String, StreamLog> streams = new TreeMap<>();
  private int lastStream;
  private long appended;
  private long durable;
  private boolean opened;
  private boolean deleted;

  GroupJournal(Path folder) {
    this.folder = folder;
  }

  /// All streams by name, as they stand.
  synchronized List<StreamView> streams() {
    open();
    return streams.values().stream().map(StreamLog::view).toList();
  }

  synchronized Optional<StreamView> stream(String name) {
    open();
    return Optional.ofNullable(streams.get(name)).map(StreamLog::view);
  }

  /// The blocks that may hold events of these streams in a time.
  synchronized List<Block> blocks(Predicate<String> names, long fromMs, long toMs) {
    open();
    List<Block> found = new ArrayList<>();
    for (StreamLog stream : streams.values()) {
      if (names.test(stream.name())) {
        for (Block block : stream.blocks()) {
          if (block.header().last() >= fromMs && block.header().first() <= toMs) {
            found.add(block);
          }
        }
      }
    }
    return found;
  }

  synchronized long bytes() {
    open();
    return streams.values().stream().mapToLong(stream -> stream.view().bytes()).sum();
  }

  /// @return false if there is one of that name
  synchronized boolean create(String name, long nowMs) {
    open();
    if (streams.containsKey(name)) {
      return false;
    }
    declare(new StreamLog(++lastStream, name, nowMs, 0));
    return true;
  }

  private StreamLog declare(StreamLog stream) {
    write(
        Block.encode(Kind.STREAM, stream.id(), stream.sequence(), stream.created(), stream.name()));
    streams.put(stream.name(), stream);
    return stream;
  }

  /// @return false if there is none of that name
  synchronized boolean delete(String name) {
    open();
    StreamLog stream = streams.remove(name);
    if (stream == null) {
      return false;
    }
    write(Block.encode(Kind.DELETION, stream.id(), 0, 0, ""));
    return true;
  }

  /// Adds events to a stream, which is made if it is not there.
  synchronized void append(String name, List<NewEvent> events, long nowMs) {
    open();
    if (deleted) {
      return;
    }
    StreamLog stream = streams.get(name);
    if (stream == null) {
      stream = declare(new StreamLog(++lastStream, name, nowMs, 0));
    }
    List<NewEvent> ordered = new ArrayList<>(events);
    ordered.sort(Comparator.comparingLong(NewEvent::timeMs));
    int from = 0;
    int size = 0;
    for (int i = 0; i < ordered.size(); i++) {
      size += ordered.get(i).message().length();
      if (size >= Block.BIG || i == ordered.size() - 1) {
        block(stream, ordered.subList(from, i + 1), nowMs);
        from = i + 1;
        size = 0;
      }
    }
  }

  private void block(StreamLog stream, List<NewEvent> events, long nowMs) {
    byte[] bytes = Block.encode(stream.id(), stream.sequence(), nowMs, events);
    long offset = write(bytes);
    BlockHeader header =
        BlockHeader.read(bytes)
            .orElseThrow(() -> new IllegalStateException("a header that was just written"));
    stream.add(new Block(segments.getLast(), offset, header));
  }

  private long write(byte[] block) {
    try {
      if (segments.isEmpty() || segments.getLast().size() >= SEGMENT) {
        if (!segments.isEmpty()) {
          segments.getLast().force();
        }
        long number = segments.isEmpty() ? 0 : number(segments.getLast().file()) + 1;
        Files.createDirectories(folder);
        segments.add(new Segment(folder.resolve("%012d.log".formatted(number))));
      }
      appended++;
      return segments.getLast().append(block);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  private static long number(Path segment) {
    return Long.parseLong(segment.getFileName().toString().replace(".log", ""));
  }

  /// All that was appended is on the disk when this returns; those who wait at the same time share
  /// a sync.
  void force() {
    long mine;
    synchronized (this) {
      mine = appended;
    }
    forcing.lock();
    try {
      long covered;
      Segment current;
      synchronized (this) {
        if (durable >= mine || segments.isEmpty()) {
          return;
        }
        covered = appended;
        current = segments.getLast();
      }
      current.force();
      synchronized (this) {
        durable = covered;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    } finally {
      forcing.unlock();
    }
  }

  /// Deletes segments in which no event is younger or in a stream that still is.
  synchronized void expire(long beforeMs) {
    open();
    for (StreamLog stream : streams.values()) {
      stream.forget(block -> block.header().last() < beforeMs);
    }
    if (segments.size() < 2) {
      return;
    }
    List<Block> living =
        streams.values().stream().flatMap(stream -> stream.blocks().stream()).toList();
    Set<Segment> needed = new HashSet<>(Set.of(segments.getLast()));
    living.forEach(block -> needed.add(block.segment()));
    // Only the oldest: a younger one may tell that a stream of an older one is gone
    List<Segment> dead = segments.stream().takeWhile(segment -> !needed.contains(segment)).toList();
    if (dead.isEmpty()) {
      return;
    }
    // The dead may have told of streams that go on
    List.copyOf(streams.values()).forEach(this::declare);
    force();
    for (Segment segment : dead) {
      try {
        segments.remove(segment);
        segment.delete();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + segment.file(), e);
      }
    }
  }

  /// Deletes it all; nothing can be added any more.
  synchronized void delete() {
    open();
    deleted = true;
    streams.clear();
    try {
      for (Segment segment : segments) {
        segment.delete();
      }
      segments.clear();
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  synchronized void close() {
    try {
      for (Segment segment : segments) {
        segment.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + folder, e);
    }
  }

  private void open() {
    if (opened) {
      return;
    }
    opened = true;
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      Replay replay = new Replay();
      List<Path> found = files.filter(f -> f.toString().endsWith(".log")).sorted().toList();
      for (Path file : found) {
        Segment segment = new Segment(file);
        segments.add(segment);
        segment.scan(
            file.equals(found.getLast()),
            (header, offset, payload) -> replay.block(new Block(segment, offset, header), payload));
      }
      lastStream = replay.lastStream;
      replay.streams.values().forEach(stream -> streams.put(stream.name(), stream));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /// The streams as the blocks of all segments tell of them, from the oldest.
  private static final class Replay {
    private final Map<Integer, StreamLog> streams = new HashMap<>();
    private final Map<Integer, List<Block>> unclaimed = new HashMap<>();
    private int lastStream;

    void block(Block block, byte[] payload) {
      BlockHeader header = block.header();
      int id = header.stream();
      lastStream = Math.max(lastStream, id);
      switch (header.kind()) {
        case STREAM -> {
          if (!streams.containsKey(id)) {
            String name = new String(payload, StandardCharsets.UTF_8);
            StreamLog stream = new StreamLog(id, name, header.ingested(), header.sequence());
            unclaimed.getOrDefault(id, List.of()).forEach(stream::add);
            streams.put(id, stream);
          }
        }
        case EVENTS -> {
          StreamLog stream = streams.get(id);
          if (stream == null) {
            // Its segment is gone; it tells of itself again further on
            unclaimed.computeIfAbsent(id, any -> new ArrayList<>()).add(block);
          } else {
            stream.add(block);
          }
        }
        case DELETION -> {
          streams.remove(id);
          unclaimed.remove(id);
        }
      }
    }
  }
}

package dev.thaw.cloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// A stream and where its events are. Guarded by its [GroupJournal].
final class StreamLog {

  private final int id;
  private final String name;
  private final long created;
  private final List<Block> blocks = new ArrayList<>();
  private long sequence;
  private long bytes;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long ingested;

  /// @param created epoch milliseconds
  StreamLog(int id, String name, long created, long sequence) {
    this.id = id;
    this.name = name;
    this.created = created;
    this.sequence = sequence;
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  long created() {
    return created;
  }

  /// Of the next event.
  long sequence() {
    return sequence;
  }

  List<Block> blocks() {
    return blocks;
  }

  void add(Block block) {
    BlockHeader header = block.header();
    blocks.add(block);
    sequence = Math.max(sequence, header.sequence() + header.count());
    bytes += block.bytes();
    first = Math.min(first, header.first());
    last = Math.max(last, header.last());
    ingested = Math.max(ingested, header.ingested());
  }

  /// Forgets blocks.
  void forget(Predicate<Block> which) {
    if (blocks.removeIf(which)) {
      List<Block> left = List.copyOf(blocks);
      blocks.clear();
      bytes = 0;
      first = Long.MAX_VALUE;
      left.forEach(this::add);
    }
  }

  /// How it stands now.
  StreamView view() {
    boolean some = last != Long.MIN_VALUE;
    return new StreamView(
        id,
        name,
        created,
        first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first),
        some ? OptionalLong.of(last) : OptionalLong.empty(),
        some ? OptionalLong.of(ingested) : OptionalLong.empty(),
        sequence,
        bytes);
  }
}

package dev.thaw.cloud.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Where a block of events is.
///
/// @param offset of its payload in the segment
record Block(Segment segment, long offset, BlockHeader header) {

  /// A bigger payload begins another block.
  static final int BIG = 256 << 10;

  private static final int FRAME = 12;

  /// All bytes of a block, header and payload.
  ///
  /// @param events in the order of their times
  static byte[] encode(int stream, long sequence, long ingested, List<NewEvent> events) {
    List<byte[]> messages = new ArrayList<>(events.size());
    int length = 0;
    for (NewEvent event : events) {
      byte[] message = event.message().getBytes(StandardCharsets.UTF_8);
      messages.add(message);
      length += FRAME + message.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(BlockHeader.BYTES + length);
    bytes.position(BlockHeader.BYTES);
    for (int i = 0; i < messages.size(); i++) {
      byte[] message = messages.get(i);
      bytes.putLong(events.get(i).timeMs()).putInt(message.length).put(message);
    }
    BlockHeader header =
        new BlockHeader(
            BlockHeader.Kind.EVENTS,
            stream,
            events.size(),
            events.getFirst().timeMs(),
            events.getLast().timeMs(),
            sequence,
            ingested,
            length,
            BlockHeader.checksum(bytes.array(), BlockHeader.BYTES, length));
    header.write(bytes.array());
    return bytes.array();
  }

  /// A block that tells of a stream.
  static byte[] encode(BlockHeader.Kind kind, int stream, long sequence, long at, String name) {
    byte[] payload = name.getBytes(StandardCharsets.UTF_8);
    byte[] block = new byte[BlockHeader.BYTES + payload.length];
    System.arraycopy(payload, 0, block, BlockHeader.BYTES, payload.length);
    int checksum = BlockHeader.checksum(payload, 0, payload.length);
    new BlockHeader(kind, stream, 0, 0, 0, sequence, at, payload.length, checksum).write(block);
    return block;
  }

  /// Reads its events from the disk.
  List<LogEvent> events() {
    ByteBuffer payload = ByteBuffer.wrap(segment.read(offset, header));
    List<LogEvent> events = new ArrayList<>(header.count());
    for (int i = 0; payload.remaining() >= FRAME; i++) {
      long time = payload.getLong();
      int length = payload.getInt();
      String message =
          new String(payload.array(), payload.position(), length, StandardCharsets.UTF_8);
      payload.position(payload.position() + length);
      Position position = new Position(time, header.stream(), header.sequence() + i);
      events.add(new LogEvent(position, header.ingested(), message));
    }
    return events;
  }

  /// As AWS counts what is stored.
  long bytes() {
    return header.length() + (long) header.count() * (LogEvent.OVERHEAD - FRAME);
  }
}

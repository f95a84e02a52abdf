package dev.thaw.cloud.logs;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/// What stands before every block of a segment.
///
/// @param stream number within the group
/// @param count events in it
/// @param first time of its first event
/// @param last time of its last event
/// @param sequence of its first event in the stream
/// @param ingested when it was written
/// @param length of the payload in bytes
/// @param checksum of the payload
record BlockHeader(
    Kind kind,
    int stream,
    int count,
    long first,
    long last,
    long sequence,
    long ingested,
    int length,
    int checksum) {

  static final int BYTES = 64;

  private static final int MAGIC = 0x7468_6c67;

  enum Kind {
    /// The payload is the name of a new stream.
    STREAM,
    EVENTS,
    /// The stream is gone.
    DELETION
  }

  void write(ByteBuffer to) {
    int from = to.position();
    to.putInt(MAGIC).putInt(kind.ordinal()).putInt(stream).putInt(count);
    to.putLong(first).putLong(last).putLong(sequence).putLong(ingested);
    to.putInt(length).putInt(checksum).putInt(0);
    to.putInt(checksum(to.array(), from, BYTES - 4));
  }

  /// Empty if there is none: the rest of a write that did not end.
  static Optional<BlockHeader> read(ByteBuffer bytes) {
    int from = bytes.position();
    int magic = bytes.getInt();
    int kind = bytes.getInt();
    if (magic != MAGIC
        || kind < 0
        || kind >= Kind.values().length
        || bytes.getInt(from + BYTES - 4) != checksum(bytes.array(), from, BYTES - 4)) {
      return Optional.empty();
    }
    return Optional.of(
        new BlockHeader(
            Kind.values()[kind],
            bytes.getInt(),
            bytes.getInt(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getLong(),
            bytes.getInt(),
            bytes.getInt()));
  }

  static int checksum(byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}

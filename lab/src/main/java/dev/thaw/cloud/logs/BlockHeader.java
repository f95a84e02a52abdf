package dev.thaw.cloud.logs;

import java.nio.ByteBuffer;
import java.util.Arrays;
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
    STREAM(1),
    EVENTS(2),
    /// The stream is gone.
    DELETION(3);

    final int code;

    Kind(int code) {
      this.code = code;
    }

    static Optional<Kind> of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
  }

  /// Writes it over the beginning of a block.
  void write(byte[] block) {
    ByteBuffer to = ByteBuffer.wrap(block);
    to.putInt(MAGIC).putInt(kind.code).putInt(stream).putInt(count);
    to.putLong(first).putLong(last).putLong(sequence).putLong(ingested);
    to.putInt(length).putInt(checksum).putInt(0);
    to.putInt(checksum(block, 0, BYTES - 4));
  }

  /// Empty if there is none: the rest of a write that did not end.
  static Optional<BlockHeader> read(byte[] block) {
    ByteBuffer bytes = ByteBuffer.wrap(block);
    int magic = bytes.getInt();
    Optional<Kind> kind = Kind.of(bytes.getInt());
    if (magic != MAGIC
        || kind.isEmpty()
        || bytes.getInt(BYTES - 4) != checksum(block, 0, BYTES - 4)) {
      return Optional.empty();
    }
    return Optional.of(
        new BlockHeader(
            kind.get(),
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

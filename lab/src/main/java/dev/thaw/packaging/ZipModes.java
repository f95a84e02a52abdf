package dev.thaw.packaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;

/// Adds Unix modes to a zip that the JDK has written, which cannot say them: a `bootstrap` without
/// its executable bit would not start.
final class ZipModes {

  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int END_SIZE = 22;
  private static final int MADE_BY_UNIX = 3;
  private static final int REGULAR = 0100000;

  private ZipModes() {}

  static void mark(Path zip, Predicate<String> executable) throws IOException {
    try (FileChannel channel =
        FileChannel.open(zip, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer end = read(channel, channel.size() - END_SIZE, END_SIZE);
      int size = end.getInt(12);
      long offset = end.getInt(16) & 0xffffffffL;
      ByteBuffer directory = read(channel, offset, size);
      int at = 0;
      // The count in the end record is of 16 bits and full for a large package; the size is not.
      while (at < size && directory.getInt(at) == ENTRY) {
        int length = directory.getShort(at + 28) & 0xffff;
        byte[] name = new byte[length];
        directory.get(at + ENTRY_SIZE, name);
        int mode =
            REGULAR | (executable.test(new String(name, StandardCharsets.UTF_8)) ? 0755 : 0644);
        directory.put(at + 5, (byte) MADE_BY_UNIX);
        directory.putInt(at + 38, mode << 16);
        at +=
            ENTRY_SIZE
                + length
                + (directory.getShort(at + 30) & 0xffff)
                + (directory.getShort(at + 32) & 0xffff);
      }
      directory.rewind();
      channel.write(directory, offset);
    }
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
      // until it is full
    }
    return buffer.flip();
  }
}

package dev.thaw.lambda.code;

import dev.thaw.lambda.code.InvalidCodePackage.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The list of entries at the end of a zip, with the Unix modes that the JDK's own reader leaves
/// out. Zip64 is refused: nothing within Lambda's limits needs it.
final class CentralDirectory {

  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int MAX_COMMENT = 0xffff;
  private static final int MADE_BY_UNIX = 3;
  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;

  private CentralDirectory() {}

  /// @param mode of Unix, 0 if the zip was made elsewhere
  record Entry(String name, int mode) {

    boolean directory() {
      return name.endsWith("/");
    }

    boolean symbolicLink() {
      return (mode & TYPE) == LINK;
    }

    boolean executable() {
      return (mode & 0111) != 0;
    }
  }

  static List<Entry> read(Path zip) throws IOException {
    try (FileChannel channel = FileChannel.open(zip)) {
      ByteBuffer end = end(channel);
      int count = end.getShort(10) & 0xffff;
      long size = end.getInt(12) & 0xffffffffL;
      long offset = end.getInt(16) & 0xffffffffL;
      if (count == 0xffff
          || offset == 0xffffffffL
          || size > Integer.MAX_VALUE
          || offset + size > channel.size()) {
        throw new InvalidCodePackage(
            Problem.NOT_A_ZIP, "its central directory is outside of it, or Zip64");
      }
      return entries(read(channel, offset, (int) size), count);
    }
  }

  private static List<Entry> entries(ByteBuffer directory, int count) {
    List<Entry> entries = new ArrayList<>(count);
    int at = 0;
    while (entries.size() < count) {
      if (at + ENTRY_SIZE > directory.limit() || directory.getInt(at) != ENTRY) {
        throw new InvalidCodePackage(
            Problem.NOT_A_ZIP,
            "entry " + (entries.size() + 1) + " of its central directory is broken");
      }
      int system = directory.get(at + 5) & 0xff;
      int name = directory.getShort(at + 28) & 0xffff;
      int extra = directory.getShort(at + 30) & 0xffff;
      int comment = directory.getShort(at + 32) & 0xffff;
      int next = at + ENTRY_SIZE + name + extra + comment;
      if (next > directory.limit()) {
        throw new InvalidCodePackage(
            Problem.NOT_A_ZIP,
            "entry " + (entries.size() + 1) + " of its central directory is cut off");
      }
      byte[] bytes = new byte[name];
      directory.get(at + ENTRY_SIZE, bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int mode = system == MADE_BY_UNIX ? directory.getInt(at + 38) >>> 16 : 0;
      entries.add(new Entry(text, mode));
      at = next;
    }
    return entries;
  }

  private static ByteBuffer end(FileChannel channel) throws IOException {
    int length = (int) Math.min(channel.size(), END_SIZE + MAX_COMMENT);
    ByteBuffer tail = read(channel, channel.size() - length, length);
    for (int at = length - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_SIZE + (tail.getShort(at + 20) & 0xffff) == length) {
        return tail.slice(at, END_SIZE).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new InvalidCodePackage(Problem.NOT_A_ZIP, "it has no end of a central directory");
  }

  private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
      // until it is full
    }
    return buffer.flip();
  }
}

package dev.thaw.lambda.code;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the central directory of a zip and holds it against the local headers. The JDK's reader
/// hides what matters here: modes, entries that are there twice, data that two entries share.
final class ZipDirectory {

  /// Big node packages have some ten thousand files.
  static final int MAX_ENTRIES = 200_000;

  private static final int MAX_BYTES = 64 << 20;
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64_LOCATOR_SIZE = 20;
  private static final int END64 = 0x06064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final long MAX_32 = 0xffff_ffffL;
  private static final int ENCRYPTED = 1;
  private static final int UTF_8_NAMES = 1 << 11;
  private static final int UNIX = 3;

  private final FileChannel channel;

  private ZipDirectory(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws BadPackageException if it is not a zip that can be read without doubt
  static List<ZipEntry> read(FileChannel channel) throws IOException {
    return new ZipDirectory(channel).read();
  }

  /// @param shift bytes before the zip within the file
  private record Place(long count, long size, long offset, long shift) {}

  private List<ZipEntry> read() throws IOException {
    Place place = place();
    if (place.count() > MAX_ENTRIES) {
      throw BadPackageException.unreadable(
          "entries: " + place.count() + " (expected: up to " + MAX_ENTRIES + ")");
    }
    if (place.size() > MAX_BYTES) {
      throw BadPackageException.unreadable(
          "central directory of " + place.size() + " bytes (expected: up to " + MAX_BYTES + ")");
    }
    ByteBuffer central = bytes(place.offset() + place.shift(), (int) place.size());
    List<ZipEntry> entries = new ArrayList<>((int) place.count());
    for (long i = 0; i < place.count(); i++) {
      entries.add(entry(central, place.shift()));
    }
    checkOverlaps(entries, place.offset() + place.shift());
    return entries;
  }

  private Place place() throws IOException {
    long length = channel.size();
    int tail = (int) Math.min(length, END_SIZE + 0xffff);
    ByteBuffer end = bytes(length - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      if (end.getInt(at) == END && at + END_SIZE + unsigned(end, at + 20) == tail) {
        return place(end, at, length - tail + at);
      }
    }
    throw BadPackageException.unreadable("not a zip: it has no central directory");
  }

  private Place place(ByteBuffer end, int at, long position) throws IOException {
    long count = unsigned(end, at + 10);
    long size = unsignedInt(end, at + 12);
    long offset = unsignedInt(end, at + 16);
    long directoryEnd = position;
    if (count == 0xffff || size == MAX_32 || offset == MAX_32) {
      long from = position - END64_LOCATOR_SIZE;
      ByteBuffer locator = from < 0 ? end : bytes(from, END64_LOCATOR_SIZE);
      if (from >= 0 && locator.getInt(0) == END64_LOCATOR) {
        directoryEnd = locator.getLong(8);
        ByteBuffer end64 = bytes(directoryEnd, 56);
        if (end64.getInt(0) != END64) {
          throw BadPackageException.unreadable("zip64: no end record where it should be");
        }
        count = end64.getLong(32);
        size = end64.getLong(40);
        offset = end64.getLong(48);
      }
    }
    long shift = directoryEnd - size - offset;
    if (count < 0 || size < 0 || offset < 0 || shift < 0) {
      throw BadPackageException.unreadable("the central directory lies outside of the file");
    }
    return new Place(count, size, offset, shift);
  }

  private ZipEntry entry(ByteBuffer central, long shift) throws IOException {
    if (central.remaining() < CENTRAL_SIZE || central.getInt(central.position()) != CENTRAL) {
      throw BadPackageException.unreadable("the central directory is damaged");
    }
    int at = central.position();
    int madeBy = central.get(at + 5);
    int flags = unsigned(central, at + 8);
    int method = unsigned(central, at + 10);
    long crc = unsignedInt(central, at + 16);
    long compressed = unsignedInt(central, at + 20);
    long size = unsignedInt(central, at + 24);
    int nameLength = unsigned(central, at + 28);
    int extraLength = unsigned(central, at + 30);
    int commentLength = unsigned(central, at + 32);
    int attributes = unsigned(central, at + 40);
    long offset = unsignedInt(central, at + 42);
    int whole = CENTRAL_SIZE + nameLength + extraLength + commentLength;
    if (central.remaining() < whole) {
      throw BadPackageException.unreadable("the central directory is cut off");
    }
    byte[] rawName = new byte[nameLength];
    central.get(at + CENTRAL_SIZE, rawName);
    String name = name(rawName, flags);
    ByteBuffer extra =
        central.slice(at + CENTRAL_SIZE + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN);
    Zip64 zip64 = Zip64.of(extra, size, compressed, offset);
    central.position(at + whole);
    if ((flags & ENCRYPTED) != 0) {
      throw BadPackageException.unreadable("entry '" + name + "': encrypted");
    }
    if (method != 0 && method != 8) {
      throw BadPackageException.unreadable(
          "entry '" + name + "': method " + method + " (expected: 0, stored, or 8, deflated)");
    }
    int fallback = name.endsWith("/") ? 0755 : 0644;
    int mode = madeBy == UNIX && attributes != 0 ? attributes : fallback;
    long local = zip64.offset() + shift;
    return new ZipEntry(
        name,
        method,
        crc,
        zip64.compressed(),
        zip64.size(),
        local,
        dataOffset(local, rawName, name),
        mode);
  }

  /// Values that do not fit 32 bits, from the extra field.
  private record Zip64(long size, long compressed, long offset) {

    static Zip64 of(ByteBuffer extra, long size, long compressed, long offset) {
      long[] values = {size, compressed, offset};
      int at = 0;
      while (at + 4 <= extra.limit()) {
        int id = unsigned(extra, at);
        int length = unsigned(extra, at + 2);
        at += 4;
        if (at + length > extra.limit()) {
          break;
        }
        if (id == 1) {
          int from = at;
          for (int i = 0; i < values.length && from + 8 <= at + length; i++) {
            if (values[i] == MAX_32) {
              values[i] = extra.getLong(from);
              from += 8;
            }
          }
        }
        at += length;
      }
      if (values[0] < 0 || values[1] < 0 || values[2] < 0) {
        throw BadPackageException.unreadable("zip64: a negative size");
      }
      return new Zip64(values[0], values[1], values[2]);
    }
  }

  private long dataOffset(long local, byte[] rawName, String name) throws IOException {
    ByteBuffer header = bytes(local, LOCAL_SIZE);
    int nameLength = unsigned(header, 26);
    if (header.getInt(0) != LOCAL || nameLength != rawName.length) {
      throw BadPackageException.unreadable("entry '" + name + "': no local header of that name");
    }
    ByteBuffer localName = bytes(local + LOCAL_SIZE, nameLength);
    if (!localName.equals(ByteBuffer.wrap(rawName))) {
      throw BadPackageException.unreadable(
          "entry '" + name + "': another name in its local header");
    }
    return local + LOCAL_SIZE + nameLength + unsigned(header, 28);
  }

  private static void checkOverlaps(List<ZipEntry> entries, long directory) {
    List<ZipEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(ZipEntry::offset));
    long end = 0;
    for (ZipEntry entry : sorted) {
      if (entry.offset() < end || entry.compressed() > directory - entry.data()) {
        throw BadPackageException.unreadable("entry '" + entry.name() + "': overlaps another");
      }
      end = entry.data() + entry.compressed();
    }
  }

  private static String name(byte[] raw, int flags) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      if ((flags & UTF_8_NAMES) != 0) {
        throw BadPackageException.unreadable("an entry's name is not UTF-8, though it says so");
      }
      return new String(raw, Charset.forName("IBM437"));
    }
  }

  private ByteBuffer bytes(long position, int length) throws IOException {
    if (position < 0 || position > channel.size() - length) {
      throw BadPackageException.unreadable(
          "the zip points to byte " + position + " (expected: within " + channel.size() + ")");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw BadPackageException.unreadable("the zip ends early");
      }
    }
    return buffer.flip();
  }

  private static int unsigned(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at));
  }

  private static long unsignedInt(ByteBuffer buffer, int at) {
    return Integer.toUnsignedLong(buffer.getInt(at));
  }
}

package dev.thaw.lambda.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses the entries of one zip, one after the other; memory is two buffers, whatever an
/// entry claims.
final class ZipContent implements AutoCloseable {

  private static final int BUFFER = 64 << 10;

  private final FileChannel channel;
  private final Inflater inflater = new Inflater(true);
  private final byte[] in = new byte[BUFFER];
  private final byte[] content = new byte[BUFFER];

  ZipContent(FileChannel channel) {
    this.channel = channel;
  }

  /// @param limit most bytes of the content
  /// @return bytes of the content
  /// @throws BadPackageException if it is longer, damaged, or not as announced
  long copy(ZipEntry entry, OutputStream out, long limit) throws IOException {
    if (entry.size() > limit) {
      throw tooBig();
    }
    CRC32 crc = new CRC32();
    long size = entry.method() == 0 ? stored(entry, out, crc) : inflated(entry, out, crc, limit);
    if (size != entry.size() || crc.getValue() != entry.crc()) {
      throw BadPackageException.unreadable(
          "entry '" + entry.name() + "': its content is not what the directory says");
    }
    return size;
  }

  private long stored(ZipEntry entry, OutputStream out, CRC32 crc) throws IOException {
    if (entry.compressed() != entry.size()) {
      throw BadPackageException.unreadable("entry '" + entry.name() + "': stored with two sizes");
    }
    long done = 0;
    while (done < entry.size()) {
      int read = read(entry, content, done);
      crc.update(content, 0, read);
      out.write(content, 0, read);
      done += read;
    }
    return done;
  }

  private long inflated(ZipEntry entry, OutputStream out, CRC32 crc, long limit)
      throws IOException {
    inflater.reset();
    long consumed = 0;
    long size = 0;
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(content);
        if (count > 0) {
          size += count;
          if (size > limit) {
            throw tooBig();
          }
          crc.update(content, 0, count);
          out.write(content, 0, count);
        } else if (inflater.needsDictionary()) {
          throw BadPackageException.unreadable("entry '" + entry.name() + "': wants a dictionary");
        } else if (!inflater.finished() && inflater.needsInput()) {
          if (consumed == entry.compressed()) {
            throw BadPackageException.unreadable("entry '" + entry.name() + "': cut off");
          }
          int read = read(entry, in, consumed);
          consumed += read;
          inflater.setInput(in, 0, read);
        }
      }
    } catch (DataFormatException e) {
      throw BadPackageException.unreadable("entry '" + entry.name() + "': " + e.getMessage());
    }
    return size;
  }

  private int read(ZipEntry entry, byte[] bytes, long done) throws IOException {
    int wanted = (int) Math.min(bytes.length, entry.compressed() - done);
    int read = channel.read(ByteBuffer.wrap(bytes, 0, wanted), entry.data() + done);
    if (read <= 0) {
      throw BadPackageException.unreadable("entry '" + entry.name() + "': cut off");
    }
    return read;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private static BadPackageException tooBig() {
    return new BadPackageException(
        BadPackageException.Reason.TOO_BIG,
        "unzipped content over " + CodePackage.MAX_UNZIPPED + " bytes");
  }
}

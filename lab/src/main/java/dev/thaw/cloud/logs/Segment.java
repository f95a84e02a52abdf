package dev.thaw.cloud.logs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file of blocks, only ever appended to.
///
/// Files are not read by channels: an interrupt of one reader would close them for all.
final class Segment implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Segment.class.getName());

  private final Path file;
  private final RandomAccessFile writer;
  private long size;

  /// What was found in it.
  @FunctionalInterface
  interface Found {
    /// @param offset of the payload
    void block(BlockHeader header, long offset, byte[] payload);
  }

  /// @param file made if it is not there
  Segment(Path file) throws IOException {
    this.file = file;
    writer = new RandomAccessFile(file.toFile(), "rw");
  }

  Path file() {
    return file;
  }

  long size() {
    return size;
  }

  /// Reads all headers, and the payloads of those that tell of streams.
  ///
  /// @param current whether it is the one that was written to: the rest of a write that did not end
  ///   is cut off
  void scan(boolean current, Found found) throws IOException {
    long length = writer.length();
    byte[] head = new byte[BlockHeader.BYTES];
    while (size + head.length <= length) {
      writer.seek(size);
      writer.readFully(head);
      Optional<BlockHeader> header = BlockHeader.read(head);
      long offset = size + head.length;
      if (header.isEmpty() || header.get().length() > length - offset) {
        break;
      }
      BlockHeader block = header.get();
      boolean last = offset + block.length() == length;
      byte[] payload = new byte[0];
      if (block.kind() != BlockHeader.Kind.EVENTS || last) {
        payload = new byte[block.length()];
        writer.readFully(payload);
        if (BlockHeader.checksum(payload, 0, payload.length) != block.checksum()) {
          break;
        }
      }
      found.block(block, offset, payload);
      size = offset + block.length();
    }
    if (size < length && !current) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0}: damaged at {1}, {2} bytes after it are not read",
          file,
          size,
          length - size);
    } else if (size < length) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: cut off {1} bytes of a write that did not end",
          file,
          length - size);
      writer.setLength(size);
    }
  }

  /// @return offset of the payload
  long append(byte[] block) throws IOException {
    try {
      writer.seek(size);
      writer.write(block);
    } catch (IOException e) {
      writer.setLength(size);
      throw e;
    }
    long offset = size + BlockHeader.BYTES;
    size += block.length;
    return offset;
  }

  /// What was appended is on the disk when this returns.
  void force() throws IOException {
    writer.getFD().sync();
  }

  /// The payload of a block; empty if the segment has been deleted meanwhile.
  byte[] read(long offset, BlockHeader header) {
    byte[] payload = new byte[header.length()];
    try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
      reader.seek(offset);
      reader.readFully(payload);
    } catch (FileNotFoundException e) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    if (BlockHeader.checksum(payload, 0, payload.length) != header.checksum()) {
      LOG.log(System.Logger.Level.ERROR, "{0}: the block at {1} is damaged", file, offset);
      return new byte[0];
    }
    return payload;
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}

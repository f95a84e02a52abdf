package dev.thaw.cloud.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/// Stretches of files and of memory, one after the other.
final class PieceStream extends InputStream {

  private final Deque<Stretch> left = new ArrayDeque<>();

  /// One of them.
  private sealed interface Stretch {

    int read(byte[] bytes, int offset, int length) throws IOException;

    void close() throws IOException;
  }

  void add(byte[] bytes, int from, int to) {
    left.add(new InMemory(ByteBuffer.wrap(bytes, from, to - from)));
  }

  /// @param file is closed with this stream, or when it was read
  void add(FileChannel file, long from, long to) {
    left.add(new InFile(file, from, to));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!left.isEmpty()) {
      int read = left.getFirst().read(bytes, offset, length);
      if (read > 0) {
        return read;
      }
      left.removeFirst().close();
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    while (!left.isEmpty()) {
      left.removeFirst().close();
    }
  }

  private record InMemory(ByteBuffer bytes) implements Stretch {
    @Override
    public int read(byte[] target, int offset, int length) {
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }

    @Override
    public void close() {}
  }

  private static final class InFile implements Stretch {
    private final FileChannel file;
    private final long to;
    private long at;

    InFile(FileChannel file, long from, long to) {
      this.file = file;
      this.to = to;
      at = from;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int most = (int) Math.min(length, to - at);
      if (most == 0) {
        return 0;
      }
      int read = file.read(ByteBuffer.wrap(target, offset, most), at);
      if (read < 0) {
        throw new IOException("file ends at " + at + " (expected: at " + to + ")");
      }
      at += read;
      return read;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

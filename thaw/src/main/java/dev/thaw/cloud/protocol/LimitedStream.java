package dev.thaw.cloud.protocol;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Fails once more bytes come than allowed. Nobody marks or skips here.
final class LimitedStream extends FilterInputStream {

  private final long limit;
  private long seen;

  LimitedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int read) throws IOException {
    seen += read;
    if (seen > limit) {
      throw new Spool.TooLong(limit);
    }
  }
}

package dev.thaw.cloud;

import io.helidon.common.buffers.DataReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The body of a request, whose end before its time is an [IOException] as everywhere else; the web
/// server has exceptions of its own for it. Nobody marks or skips here.
final class CallersBody extends FilterInputStream {

  CallersBody(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (DataReader.InsufficientDataAvailableException e) {
      EOFException cut = new EOFException("the caller has gone within the body");
      cut.initCause(e);
      throw cut;
    } catch (UncheckedIOException e) {
      throw new IOException("the body cannot be read: " + e.getMessage(), e);
    }
  }
}

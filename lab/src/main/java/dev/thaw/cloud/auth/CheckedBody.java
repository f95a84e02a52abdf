package dev.thaw.cloud.auth;

import java.io.IOException;
import java.io.InputStream;

/// A body that is checked when its last byte has been read, before its reader can go on. Who knows
/// the length does not read on to the end of the stream, so this does.
final class CheckedBody extends InputStream {

  private final InputStream in;
  private final long length;
  private final Check check;
  private long seen;
  private boolean ended;

  /// Sees the bytes that pass.
  interface Check {
    void data(byte[] bytes, int offset, int length);

    /// @throws RuntimeException if this was not the body that was signed
    void end();
  }

  /// @param length or -1
  CheckedBody(InputStream in, long length, Check check) {
    this.in = in;
    this.length = length;
    this.check = check;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    int read = ended ? -1 : in.read(bytes, offset, count);
    if (read > 0) {
      check.data(bytes, offset, read);
      seen += read;
    }
    if (!ended && (read < 0 || seen == length)) {
      ended = true;
      rest();
      check.end();
    }
    return read;
  }

  /// Nothing, or bytes that were not announced and make the check fail.
  private void rest() throws IOException {
    byte[] more = new byte[256];
    int read = in.read(more, 0, more.length);
    while (read > 0) {
      check.data(more, 0, read);
      read = in.read(more, 0, more.length);
    }
  }
}

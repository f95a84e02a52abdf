package dev.thaw.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// What comes in on a connection, buffered so that a head can be read by the byte, and able to give
/// back what was read too far.
final class Incoming extends InputStream {

  private final InputStream in;
  private final byte[] buffer = new byte[8 * 1024];
  private int from;
  private int to;

  Incoming(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (from == to) {
      return in.read(into, offset, length);
    }
    int taken = Math.min(length, to - from);
    System.arraycopy(buffer, from, into, offset, taken);
    from += taken;
    return taken;
  }

  /// The next byte, which stays to be read; -1 at the end.
  int peek() throws IOException {
    return fill() ? buffer[from] & 0xff : -1;
  }

  /// Takes what is buffered.
  byte[] rest() {
    byte[] rest = Arrays.copyOfRange(buffer, from, to);
    from = to;
    return rest;
  }

  private boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }
}

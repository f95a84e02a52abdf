package dev.thaw.lambda;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The last 4 KiB of the log of one invocation, for LogType Tail. Guarded by the lock of its
/// [EnvironmentLog].
final class Tail {

  private static final int LIMIT = 4 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  void add(String message) {
    if (bytes.size() > 4 * LIMIT) {
      byte[] kept = last();
      bytes.reset();
      bytes.writeBytes(kept);
    }
    bytes.writeBytes(message.getBytes(StandardCharsets.UTF_8));
    bytes.write('\n');
  }

  byte[] last() {
    byte[] all = bytes.toByteArray();
    if (all.length <= LIMIT) {
      return all;
    }
    byte[] last = new byte[LIMIT];
    System.arraycopy(all, all.length - LIMIT, last, 0, LIMIT);
    return last;
  }
}

package dev.thaw.lambda;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/// Takes apart the framed log records that runtimes write to `_LAMBDA_TELEMETRY_LOG_FD`: four bytes
/// of type from the family `0xa55a0001` to `0xa55a0003`, four of length, eight of time in
/// microseconds, then the text. The older type 1 has no time.
///
/// Bytes that are no frame are skipped up to the next one: a function can write anything there.
final class LogFrames {

  /// A frame may not be longer than a log event of CloudWatch Logs.
  private static final int MAX_TEXT = 1 << 20;

  private byte[] kept = new byte[0];

  /// @param record takes epoch milliseconds, 0 where the frame has no time, and the text
  void feed(byte[] bytes, int length, BiConsumer<Long, String> record) {
    byte[] all = Arrays.copyOf(kept, kept.length + length);
    System.arraycopy(bytes, 0, all, kept.length, length);
    ByteBuffer frames = ByteBuffer.wrap(all);
    while (frames.remaining() >= 8) {
      int start = frames.position();
      int type = frames.getInt(start);
      int header = header(type);
      int text = frames.getInt(start + 4);
      if (header == 0 || text < 0 || text > MAX_TEXT) {
        frames.position(start + 1);
        continue;
      }
      if (frames.remaining() < header + text) {
        break;
      }
      long micros = header == 16 ? frames.getLong(start + 8) : 0;
      record.accept(micros / 1000, new String(all, start + header, text, StandardCharsets.UTF_8));
      frames.position(start + header + text);
    }
    kept = Arrays.copyOfRange(all, frames.position(), all.length);
  }

  /// The low byte of the newer types also carries the level and whether the text is JSON.
  private static int header(int type) {
    if (type == 0xa55a0001) {
      return 8;
    }
    return (type & 0xffff0000) == 0xa55a0000 && (type & 0x3) != 0 ? 16 : 0;
  }
}

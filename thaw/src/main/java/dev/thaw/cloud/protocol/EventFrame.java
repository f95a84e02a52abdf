package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// A message of `application/vnd.amazon.eventstream`: two lengths and their checksum, headers,
/// payload, and a checksum of all before it.
final class EventFrame {

  private static final int PRELUDE = 12;
  private static final byte STRING = 7;

  private EventFrame() {}

  static void write(OutputStream out, String event, String contentType, byte[] payload)
      throws IOException {
    byte[][] headers = {
      utf8(":event-type"), utf8(event),
      utf8(":content-type"), utf8(contentType),
      utf8(":message-type"), utf8("event")
    };
    int headersLength = 0;
    for (int i = 0; i < headers.length; i += 2) {
      headersLength += 1 + headers[i].length + 1 + 2 + headers[i + 1].length;
    }
    int total = PRELUDE + headersLength + payload.length + 4;
    byte[] bytes = new byte[total];
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.putInt(total).putInt(headersLength);
    frame.putInt(checksum(bytes, frame.position()));
    for (int i = 0; i < headers.length; i += 2) {
      frame.put((byte) headers[i].length).put(headers[i]);
      frame.put(STRING).putShort((short) headers[i + 1].length).put(headers[i + 1]);
    }
    frame.put(payload);
    frame.putInt(checksum(bytes, frame.position()));
    out.write(bytes);
    out.flush();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}

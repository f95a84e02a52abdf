package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/// A message of `application/vnd.amazon.eventstream`: two lengths and their checksum, headers,
/// payload, and a checksum of all before it.
final class EventFrame {

  /// What the protocols without a head for the output begin a stream with.
  static final String INITIAL = "initial-response";

  private static final int PRELUDE = 12;
  private static final byte STRING = 7;

  private EventFrame() {}

  /// Writes the members of an event as a document.
  @FunctionalInterface
  interface Writer {
    Blob document(Structure shape, Map<?, ?> members);
  }

  /// Writes an event of an operation's output; a payload member takes the place of the document.
  static void write(
      OutputStream out,
      Operation operation,
      String event,
      Map<String, Object> members,
      String contentType,
      Writer writer)
      throws IOException {
    Structure union = union(operation);
    Member member = union.members().get(event);
    if (member == null) {
      throw new ModelException("event: " + event + " (expected: one of " + union.name() + ")");
    }
    Structure shape = (Structure) member.shape();
    for (Member part : shape.members().values()) {
      if (part.event() == Shape.EventPart.PAYLOAD
          && members.get(part.name()) instanceof Blob blob) {
        write(out, event, "application/octet-stream", blob.bytes());
        return;
      }
    }
    write(out, event, contentType, document(shape, members, writer).bytes());
  }

  private static Blob document(Structure shape, Map<String, Object> members, Writer writer) {
    for (Member part : shape.members().values()) {
      if (part.event() == Shape.EventPart.PAYLOAD && part.shape() instanceof Structure structure) {
        return writer.document(structure, (Map<?, ?>) members.getOrDefault(part.name(), Map.of()));
      }
    }
    return writer.document(shape, members);
  }

  private static Structure union(Operation operation) {
    for (Member member : operation.output().members().values()) {
      if (member.shape() instanceof Structure structure && structure.eventStream()) {
        return structure;
      }
    }
    throw new ModelException(operation + " (expected: a streamed output)");
  }

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

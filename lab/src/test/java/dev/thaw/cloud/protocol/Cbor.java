package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A little CBOR, after RFC 8949: what clients write and read.
final class Cbor {

  private Cbor() {}

  /// @param indefinite whether texts, lists and maps tell their end instead of their length
  static void write(ByteArrayOutputStream out, Object value, boolean indefinite) {
    switch (value) {
      case Long number when number >= 0 -> head(out, 0, number);
      case Long number -> head(out, 1, -1 - number);
      case Blob blob -> {
        head(out, 2, blob.size());
        out.writeBytes(blob.bytes());
      }
      case String text -> {
        byte[] bytes = text.getBytes(UTF_8);
        head(out, 3, bytes.length);
        out.writeBytes(bytes);
      }
      case List<?> list -> {
        begin(out, 4, list.size(), indefinite);
        list.forEach(part -> write(out, part, indefinite));
        end(out, indefinite);
      }
      case Map<?, ?> map -> {
        begin(out, 5, map.size(), indefinite);
        map.forEach((key, part) -> {
          write(out, key, indefinite);
          write(out, part, indefinite);
        });
        end(out, indefinite);
      }
      case Instant moment -> {
        head(out, 6, 1);
        write(out, moment.toEpochMilli() / 1000.0, indefinite);
      }
      case Boolean flag -> out.write(flag ? 0xf5 : 0xf4);
      case Double number -> {
        out.write(0xfb);
        out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
      }
      default -> throw new IllegalArgumentException(value.getClass().toString());
    }
  }

  private static void begin(ByteArrayOutputStream out, int major, int size, boolean indefinite) {
    if (indefinite) {
      out.write(major << 5 | 31);
    } else {
      head(out, major, size);
    }
  }

  private static void end(ByteArrayOutputStream out, boolean indefinite) {
    if (indefinite) {
      out.write(0xff);
    }
  }

  private static void head(ByteArrayOutputStream out, int major, long number) {
    if (number < 24) {
      out.write(major << 5 | (int) number);
    } else {
      out.write(major << 5 | 27);
      out.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
    }
  }

  static Object read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Object value = read(in);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes after the value");
    }
    return value;
  }

  private static Object read(ByteBuffer in) {
    int first = in.get() & 0xff;
    int major = first >> 5;
    if (major == 7) {
      return simple(in, first);
    }
    boolean indefinite = (first & 31) == 31;
    long number = indefinite ? Long.MAX_VALUE : number(in, first & 31);
    return switch (major) {
      case 0 -> number;
      case 1 -> -1 - number;
      case 2 -> Blob.of(bytes(in, number));
      case 3 -> new String(bytes(in, number), UTF_8);
      case 4 -> {
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < number && !ended(in, indefinite); i++) {
          list.add(read(in));
        }
        yield list;
      }
      case 5 -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < number && !ended(in, indefinite); i++) {
          map.put(read(in), read(in));
        }
        yield map;
      }
      default -> Instant.ofEpochMilli(Math.round((Double) read(in) * 1000));
    };
  }

  private static Object simple(ByteBuffer in, int first) {
    return switch (first) {
      case 0xf4 -> false;
      case 0xf5 -> true;
      case 0xfa -> (double) in.getFloat();
      case 0xfb -> in.getDouble();
      default -> throw new IllegalArgumentException("byte " + first);
    };
  }

  private static boolean ended(ByteBuffer in, boolean indefinite) {
    if (indefinite && in.get(in.position()) == (byte) 0xff) {
      in.get();
      return true;
    }
    return false;
  }

  private static byte[] bytes(ByteBuffer in, long length) {
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static long number(ByteBuffer in, int info) {
    return switch (info) {
      case 24 -> in.get() & 0xff;
      case 25 -> in.getShort() & 0xffff;
      case 26 -> in.getInt() & 0xffffffffL;
      case 27 -> in.getLong();
      default -> info;
    };
  }
}

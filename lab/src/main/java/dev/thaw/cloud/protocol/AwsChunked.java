package dev.thaw.cloud.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Decodes `aws-chunked` bodies, signed or not, with or without trailers. Signatures of chunks are
/// for whoever watches.
public final class AwsChunked extends InputStream {

  /// A signed chunk's header is about 90 bytes long, a trailer may hold a signature.
  private static final int LINE = 1024;

  private static final int TRAILERS = 32;

  private static final Watch NOBODY =
      new Watch() {
        @Override
        public void begin(String extension) {}

        @Override
        public void data(byte[] bytes, int offset, int length) {}

        @Override
        public void end() {}

        @Override
        public void trailers(Map<String, String> trailers) {}
      };

  private final InputStream in;
  private final Watch watch;
  private final long length;
  private long seen;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private long left;
  private boolean first = true;
  private boolean done;

  public AwsChunked(InputStream in) {
    this(in, NOBODY, -1);
  }

  /// @param watch is told what is read
  /// @param length of what is in the chunks, or -1. With it, the end is read together with the last
  ///   byte, so that the watch has seen everything before a reader who counts goes on
  public AwsChunked(InputStream in, Watch watch, long length) {
    this.in = in;
    this.watch = watch;
    this.length = length;
  }

  /// Sees a body chunk by chunk. Whatever it throws, the reader gets.
  public interface Watch {

    /// @param extension behind the size: `chunk-signature=…`, or nothing
    void begin(String extension);

    void data(byte[] bytes, int offset, int length);

    /// The chunk is whole.
    void end();

    /// @param trailers the last, by lower-case name, in the order in which they came
    void trailers(Map<String, String> trailers);
  }

  /// Fields after the last chunk, by lower-case name; complete once the end was read.
  public Map<String, String> trailers() {
    return Map.copyOf(trailers);
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
    if (left == 0 && !done) {
      nextChunk();
    }
    if (done) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new Malformed("body ends within a chunk: " + left + " bytes missing");
    }
    left -= read;
    seen += read;
    watch.data(bytes, offset, read);
    if (left == 0) {
      watch.end();
      if (seen == this.length) {
        nextChunk();
      }
    }
    return read;
  }

  /// A body that is not encoded as it says.
  public static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super("aws-chunked: " + message);
    }
  }

  private void nextChunk() throws IOException {
    try {
      header();
    } catch (EOFException e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    }
  }

  private void header() throws IOException {
    if (!first && !line().isEmpty()) {
      throw new Malformed("data after a chunk (expected: a line break)");
    }
    first = false;
    String header = line();
    int semicolon = header.indexOf(';');
    String size = semicolon < 0 ? header : header.substring(0, semicolon);
    left = parseSize(size.trim());
    watch.begin(semicolon < 0 ? "" : header.substring(semicolon + 1).trim());
    if (left == 0) {
      done = true;
      watch.end();
      readTrailers();
      watch.trailers(new LinkedHashMap<>(trailers));
    }
  }

  private static long parseSize(String size) throws IOException {
    try {
      long parsed = Long.parseLong(size, 16);
      if (parsed >= 0 && size.charAt(0) != '+' && size.charAt(0) != '-') {
        return parsed;
      }
    } catch (NumberFormatException _) {
      // Said below
    }
    throw new Malformed("size: " + size + " (expected: a hexadecimal number)");
  }

  private void readTrailers() throws IOException {
    for (int i = 0; i < TRAILERS; i++) {
      String line;
      try {
        line = line();
      } catch (EOFException _) {
        return;
      }
      if (line.isEmpty()) {
        return;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new Malformed("trailer: " + line + " (expected: name:value)");
      }
      trailers.put(
          line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).trim());
    }
    throw new Malformed("over " + TRAILERS + " trailers");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(96);
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("body ends within a line: " + line);
      }
      if (c == '\n') {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
          line.setLength(end - 1);
        }
        return line.toString();
      }
      if (line.length() >= LINE) {
        throw new Malformed("line over " + LINE + " bytes");
      }
      line.append((char) c);
    }
  }
}

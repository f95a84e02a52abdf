package dev.thaw.wire.http;

import dev.thaw.timeline.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads HTTP/1.1 answers from one connection and stamps every read. It believes nothing: what
/// could be understood in two ways is refused.
final class ResponseReader {

  private static final int MOST_INTERIM = 16;

  /// An answer and what is known about its arrival.
  ///
  /// @param reusable whether the connection may carry another exchange
  record Arrival(
      Response response, long firstByte, long headersEnd, long lastByte, boolean reusable) {}

  private final InputStream in;
  private final Limits limits;
  private final Clock clock;
  private final byte[] buffer = new byte[16 << 10];
  private int position;
  private int end;
  private long consumed;
  private long lastRead;
  private int headBudget;
  private boolean ended;

  ResponseReader(InputStream in, Limits limits, Clock clock) {
    this.in = in;
    this.limits = limits;
    this.clock = clock;
  }

  /// Whether bytes have come that nobody asked for.
  boolean hasLeftover() {
    return position < end;
  }

  /// Reads the next final answer.
  ///
  /// @param method of the request: an answer to `HEAD` has no body
  Arrival read(String method) throws IOException {
    consumed = 0;
    if (position == end && !fill()) {
      throw new HttpFailure(
          HttpFailure.Kind.CLOSED, "the peer closed the connection instead of answering");
    }
    long firstByte = lastRead;
    for (int interim = 0; interim <= MOST_INTERIM; interim++) {
      headBudget = limits.head();
      StatusLine line = StatusLine.parse(line());
      Headers headers = fields();
      if (line.status() >= 200) {
        return finish(method, line, headers, firstByte, lastRead);
      }
      if (line.status() == 101) {
        throw protocol("status: 101 (expected: no switch of protocols)");
      }
    }
    throw protocol("interim answers: over " + MOST_INTERIM + " (expected: a final one)");
  }

  private Arrival finish(
      String method, StatusLine line, Headers headers, long firstByte, long headersEnd)
      throws IOException {
    Framing framing = Framing.of(method, line.status(), headers);
    Body body = new Body();
    Headers trailers = Headers.NONE;
    switch (framing) {
      case Framing.None() -> {}
      case Framing.Length(long bytes) -> body.take(bytes);
      case Framing.Chunked() -> trailers = chunks(body);
      case Framing.UntilClosed() -> body.takeAll();
    }
    boolean reusable =
        !(framing instanceof Framing.UntilClosed)
            && !ended
            && position == end
            && line.persists(headers)
            && (headers.first("Transfer-Encoding").isEmpty()
                || headers.first("Content-Length").isEmpty());
    Response response =
        new Response(
            line.status(), line.reason(), headers, body.kept(), body.bytes, consumed, trailers);
    return new Arrival(response, firstByte, headersEnd, lastRead, reusable);
  }

  private Headers chunks(Body body) throws IOException {
    while (true) {
      headBudget = limits.head();
      String line = line();
      int size = 0;
      while (size < line.length() && Character.digit(line.charAt(size), 16) >= 0) {
        size++;
      }
      boolean clean = size == line.length() || " \t;".indexOf(line.charAt(size)) >= 0;
      if (size == 0 || size > 15 || !clean) {
        throw protocol("chunk size: " + Shown.of(line) + " (expected: 1 to 15 hex digits)");
      }
      long bytes = Long.parseLong(line.substring(0, size), 16);
      if (bytes == 0) {
        headBudget = limits.head();
        return fields();
      }
      body.take(bytes);
      String rest = line();
      if (!rest.isEmpty()) {
        throw protocol("after a chunk: " + Shown.of(rest) + " (expected: the end of a line)");
      }
    }
  }

  private Headers fields() throws IOException {
    List<Headers.Field> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (fields.size() == limits.fields()) {
        throw new HttpFailure(
            HttpFailure.Kind.LIMIT, "header fields: over " + limits.fields() + " (the limit)");
      }
      if (colon < 1 || !Token.isToken(line.substring(0, colon))) {
        throw protocol("header line: " + Shown.of(line) + " (expected: name: value)");
      }
      String value = line.substring(colon + 1).strip();
      if (!Token.isValue(value)) {
        throw protocol("header line: " + Shown.of(line) + " (expected: no control characters)");
      }
      fields.add(new Headers.Field(line.substring(0, colon), value));
    }
    return fields.isEmpty() ? Headers.NONE : new Headers(fields);
  }

  /// A line without its end, which is CR LF or, as RFC 9112 allows, LF alone.
  private String line() throws IOException {
    StringBuilder before = null;
    while (true) {
      for (int i = position; i < end; i++) {
        if (buffer[i] == '\n') {
          String part = text(position, i);
          spend(i + 1 - position);
          position = i + 1;
          String line = before == null ? part : before.append(part).toString();
          return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        }
      }
      spend(end - position);
      before = before == null ? new StringBuilder() : before;
      before.append(text(position, end));
      position = end;
      if (!fill()) {
        throw cutShort();
      }
    }
  }

  private void spend(int bytes) throws HttpFailure {
    headBudget -= bytes;
    if (headBudget < 0) {
      throw new HttpFailure(
          HttpFailure.Kind.LIMIT, "head: over " + limits.head() + " bytes (the limit)");
    }
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// Reads more; false at the end. Bytes already there must be used up.
  private boolean fill() throws IOException {
    int read;
    try {
      read = in.read(buffer, 0, buffer.length);
    } catch (SocketTimeoutException e) {
      throw new HttpFailure(HttpFailure.Kind.TIMEOUT, "no byte of the answer came in time", e);
    } catch (IOException e) {
      throw new HttpFailure(HttpFailure.Kind.CLOSED, "the connection broke: " + e.getMessage(), e);
    }
    lastRead = clock.now();
    position = 0;
    end = Math.max(0, read);
    consumed += end;
    ended = read < 0;
    return read > 0;
  }

  private static HttpFailure cutShort() {
    return new HttpFailure(
        HttpFailure.Kind.CLOSED, "the peer closed the connection in the middle of its answer");
  }

  private static HttpFailure protocol(String message) {
    return new HttpFailure(HttpFailure.Kind.PROTOCOL, message);
  }

  /// The body as it comes in: keeps what may be kept, counts the rest.
  private final class Body {

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long bytes;

    void take(long count) throws IOException {
      if (count > limits.body() - bytes) {
        throw new HttpFailure(
            HttpFailure.Kind.LIMIT,
            "body: " + (bytes + count) + " bytes (expected: at most " + limits.body() + ")");
      }
      long left = count;
      while (left > 0) {
        if (position == end && !fill()) {
          throw cutShort();
        }
        left -= keep((int) Math.min(left, end - position));
      }
    }

    void takeAll() throws IOException {
      while (position < end || fill()) {
        if (end - position > limits.body() - bytes) {
          throw new HttpFailure(
              HttpFailure.Kind.LIMIT, "body: over " + limits.body() + " bytes (the limit)");
        }
        keep(end - position);
      }
    }

    private int keep(int count) {
      int room = (int) Math.min(count, Math.max(0, limits.keptBody() - bytes));
      kept.write(buffer, position, room);
      position += count;
      bytes += count;
      return count;
    }

    byte[] kept() {
      return kept.toByteArray();
    }
  }

  /// @param minor of HTTP/1.x
  private record StatusLine(int minor, int status, String reason) {

    static StatusLine parse(String line) throws HttpFailure {
      boolean shaped =
          line.length() >= 12
              && line.startsWith("HTTP/1.")
              && (line.charAt(7) == '0' || line.charAt(7) == '1')
              && line.charAt(8) == ' '
              && line.substring(9, 12).chars().allMatch(c -> c >= '0' && c <= '9')
              && (line.length() == 12 || line.charAt(12) == ' ');
      if (!shaped || line.charAt(9) == '0' || !Token.isValue(line)) {
        throw protocol("status line: " + Shown.of(line) + " (expected: HTTP/1.1 and a status)");
      }
      String reason = line.length() > 13 ? line.substring(13) : "";
      return new StatusLine(line.charAt(7) - '0', Integer.parseInt(line.substring(9, 12)), reason);
    }

    boolean persists(Headers headers) {
      return minor == 1
          ? !headers.lists("Connection", "close")
          : headers.lists("Connection", "keep-alive");
    }
  }

  /// How the end of a body is found (RFC 9112, section 6.3).
  private sealed interface Framing {
    record None() implements Framing {}

    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    record UntilClosed() implements Framing {}

    static Framing of(String method, int status, Headers headers) throws HttpFailure {
      if (method.equals("HEAD") || status == 204 || status == 304) {
        return new None();
      }
      List<String> codings = headers.all("Transfer-Encoding");
      if (!codings.isEmpty()) {
        if (codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked")) {
          return new Chunked();
        }
        throw protocol("transfer coding: " + Shown.of(codings.toString()) + " (expected: chunked)");
      }
      List<String> lengths = headers.all("Content-Length");
      if (lengths.isEmpty()) {
        return new UntilClosed();
      }
      String length = lengths.getFirst();
      boolean number = length.length() <= 18 && length.matches("[0-9]+");
      if (!number || lengths.stream().anyMatch(other -> !other.equals(length))) {
        throw protocol(
            "content length: " + Shown.of(lengths.toString()) + " (expected: one number)");
      }
      return new Length(Long.parseLong(length));
    }
  }

  /// Foreign text for a message: printable and short.
  private static final class Shown {

    static String of(String text) {
      String clean = text.replaceAll("[^ -~]", "?");
      return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
    }
  }
}

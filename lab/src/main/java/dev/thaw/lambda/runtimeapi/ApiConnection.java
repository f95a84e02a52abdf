package dev.thaw.lambda.runtimeapi;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection of a runtime or an extension.
///
/// Requests are read by the connection's own thread. Answers may be written by whichever thread has
/// them: a call of `/next` stays open until an invocation arrives, and the thread that brings it
/// writes it.
final class ApiConnection implements AutoCloseable {

  /// As in Go's server, which AWS's own listener is built on.
  private static final int MAX_HEAD = 1 << 20;

  private final SocketChannel channel;
  private byte[] buffer = new byte[8 * 1024];
  private int position;
  private int limit;
  private boolean expectsContinue;
  private boolean answerOpen;

  ApiConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /// Waits for the next request; null if the peer has closed.
  ///
  /// @throws MalformedRequest if it is not HTTP; the connection can only be closed then
  @Nullable ApiRequest readHead() throws IOException {
    int scanned = position;
    while (true) {
      int end = endOfHead(scanned);
      if (end >= 0) {
        awaitAnswered();
        ApiRequest request = parse(end);
        position = end;
        expectsContinue = "100-continue".equalsIgnoreCase(request.header("expect"));
        return request;
      }
      scanned = Math.max(position, limit - 3);
      int before = position;
      if (limit - position >= MAX_HEAD) {
        throw new MalformedRequest("head: over " + MAX_HEAD + " bytes");
      }
      if (!fill()) {
        if (limit == position) {
          return null;
        }
        throw new MalformedRequest("head: ended after " + (limit - position) + " bytes");
      }
      scanned -= before - position;
    }
  }

  /// Takes pieces of a body.
  @FunctionalInterface
  interface BodySink {
    void accept(byte[] bytes, int offset, int length) throws IOException;
  }

  /// Reads a whole body, handing it on piece by piece.
  ///
  /// @return trailers, names in lower case
  /// @throws EOFException if the peer closed in the middle of it
  Map<String, String> readBody(ApiRequest request, BodySink sink) throws IOException {
    if (expectsContinue) {
      expectsContinue = false;
      write(ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    }
    if (request.length() != ApiRequest.CHUNKED) {
      copy(request.length(), sink);
      return Map.of();
    }
    while (true) {
      String size = readLine();
      int extension = size.indexOf(';');
      long chunk = chunkSize((extension < 0 ? size : size.substring(0, extension)).strip());
      if (chunk == 0) {
        return readTrailers();
      }
      copy(chunk, sink);
      if (!readLine().isEmpty()) {
        throw new MalformedRequest("chunk: not closed by CRLF");
      }
    }
  }

  /// Marks that an answer is owed, so that a request sent too early waits for it.
  synchronized void owe() {
    answerOpen = true;
  }

  /// Writes an answer; from any thread.
  synchronized void answer(ApiAnswer answer) throws IOException {
    answerOpen = false;
    notifyAll();
    StringBuilder head = new StringBuilder(160);
    head.append("HTTP/1.1 ")
        .append(answer.status())
        .append(' ')
        .append(reason(answer.status()))
        .append("\r\n");
    for (int i = 0; i + 1 < answer.headers().size(); i += 2) {
      head.append(answer.headers().get(i))
          .append(": ")
          .append(answer.headers().get(i + 1))
          .append("\r\n");
    }
    head.append("Content-Type: ").append(answer.contentType()).append("\r\n");
    head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
    byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
    if (answer.body().length <= 16 * 1024) {
      byte[] whole = Arrays.copyOf(bytes, bytes.length + answer.body().length);
      System.arraycopy(answer.body(), 0, whole, bytes.length, answer.body().length);
      write(ByteBuffer.wrap(whole));
    } else {
      write(ByteBuffer.wrap(bytes));
      write(ByteBuffer.wrap(answer.body()));
    }
  }

  @Override
  public synchronized void close() {
    answerOpen = false;
    notifyAll();
    try {
      channel.close();
    } catch (IOException e) {
      // closed is what was asked for
    }
  }

  private synchronized void awaitAnswered() throws IOException {
    while (answerOpen) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = channel.read(ByteBuffer.wrap(buffer, limit, buffer.length - limit));
    if (read < 0) {
      return false;
    }
    limit += read;
    return true;
  }

  private void copy(long length, BodySink sink) throws IOException {
    long left = length;
    while (left > 0) {
      if (position == limit && !fill()) {
        throw new EOFException("body: ended " + left + " bytes early");
      }
      int piece = (int) Math.min(left, limit - position);
      sink.accept(buffer, position, piece);
      position += piece;
      left -= piece;
    }
  }

  private Map<String, String> readTrailers() throws IOException {
    Map<String, String> trailers = new HashMap<>();
    int bytes = 0;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      bytes += line.length();
      if (bytes > MAX_HEAD) {
        throw new MalformedRequest("trailers: over " + MAX_HEAD + " bytes");
      }
      addHeader(line, trailers);
    }
    return trailers;
  }

  private String readLine() throws IOException {
    int scanned = position;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
          String line = new String(buffer, position, end - position, StandardCharsets.UTF_8);
          position = i + 1;
          return line;
        }
      }
      if (limit - position > MAX_HEAD) {
        throw new MalformedRequest("line: over " + MAX_HEAD + " bytes");
      }
      int seen = limit - position;
      if (!fill()) {
        throw new EOFException("body: ended in a line");
      }
      scanned = position + seen;
    }
  }

  private int endOfHead(int from) {
    for (int i = from; i + 3 < limit; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private ApiRequest parse(int end) throws MalformedRequest {
    String head = new String(buffer, position, end - 4 - position, StandardCharsets.UTF_8);
    int lineEnd = head.indexOf("\r\n");
    String line = lineEnd < 0 ? head : head.substring(0, lineEnd);
    int methodEnd = line.indexOf(' ');
    int targetEnd = line.lastIndexOf(' ');
    if (methodEnd <= 0 || targetEnd <= methodEnd || !line.startsWith("HTTP/1.", targetEnd + 1)) {
      throw new MalformedRequest("request line: " + line + " (expected: METHOD PATH HTTP/1.1)");
    }
    Map<String, String> headers = new HashMap<>();
    int at = lineEnd < 0 ? head.length() : lineEnd + 2;
    while (at < head.length()) {
      int next = head.indexOf("\r\n", at);
      addHeader(head.substring(at, next < 0 ? head.length() : next), headers);
      at = next < 0 ? head.length() : next + 2;
    }
    String target = line.substring(methodEnd + 1, targetEnd);
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return new ApiRequest(line.substring(0, methodEnd), path, headers, length(headers));
  }

  private static void addHeader(String line, Map<String, String> headers) throws MalformedRequest {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new MalformedRequest("header: " + line + " (expected: Name: value)");
    }
    headers.put(
        line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
  }

  private static long length(Map<String, String> headers) throws MalformedRequest {
    String coding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (coding != null) {
      if (length != null || !coding.equalsIgnoreCase("chunked")) {
        throw new MalformedRequest("transfer-encoding: " + coding + " (expected: chunked alone)");
      }
      return ApiRequest.CHUNKED;
    }
    if (length == null) {
      return 0;
    }
    if (length.isEmpty()
        || length.length() > 18
        || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new MalformedRequest("content-length: " + length + " (expected: a number)");
    }
    return Long.parseLong(length);
  }

  private static long chunkSize(String digits) throws MalformedRequest {
    if (digits.isEmpty()
        || digits.length() > 15
        || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw new MalformedRequest("chunk size: " + digits + " (expected: hexadecimal)");
    }
    return Long.parseLong(digits, 16);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Request Entity Too Large";
      case 500 -> "Internal Server Error";
      default -> "Status";
    };
  }
}

package dev.thaw.lambda.telemetry;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A request with a JSON array per batch, over a connection that is kept for the next.
final class HttpDelivery implements Delivery {

  /// An answer has nothing to say beyond its status.
  private static final int MAX_LINE = 8 * 1024;

  private static final int MAX_LINES = 200;
  private static final long MAX_BODY = 1 << 20;

  private final Destination.Http destination;
  private volatile @Nullable Connection open;
  private @Nullable InputStream in;

  HttpDelivery(Destination.Http destination) {
    this.destination = destination;
  }

  @Override
  public void send(List<byte[]> batch) throws IOException {
    byte[] request = request(batch);
    Connection kept = open;
    if (kept != null) {
      try {
        exchange(kept, request);
        return;
      } catch (StaleConnection e) {
        // the subscriber closed it between two batches: what was written never reached it
      }
    }
    Connection fresh = Connection.open(destination.port());
    open = fresh;
    in = new BufferedInputStream(fresh.in());
    exchange(fresh, request);
  }

  @Override
  public void close() {
    Connection connection = open;
    open = null;
    if (connection != null) {
      connection.close();
    }
  }

  /// The connection ended before the answer began.
  private static final class StaleConnection extends EOFException {
    private static final long serialVersionUID = 1;

    StaleConnection(String message) {
      super(message);
    }
  }

  private void exchange(Connection connection, byte[] request) throws IOException {
    boolean keep = false;
    try {
      try {
        connection.out().write(request);
      } catch (java.net.SocketException e) {
        throw new StaleConnection("telemetry: connection closed: " + e.getMessage());
      }
      keep = answer();
    } finally {
      if (!keep) {
        close();
      }
    }
  }

  /// Whether the connection can be kept.
  private boolean answer() throws IOException {
    String status = statusLine();
    int code = code(status);
    long length = -1;
    boolean chunked = false;
    boolean keep = status.startsWith("HTTP/1.1 ");
    for (int i = 0; ; i++) {
      String header = line();
      if (header.isEmpty()) {
        break;
      }
      if (i == MAX_LINES) {
        throw new IOException("telemetry: answer: over " + MAX_LINES + " headers");
      }
      String lower = header.toLowerCase(Locale.ROOT).replace(" ", "");
      if (lower.startsWith("content-length:")) {
        length = number(lower.substring("content-length:".length()));
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = true;
      } else if (lower.equals("connection:close")) {
        keep = false;
      }
    }
    if (code < 200 || code > 299) {
      throw new IOException("telemetry: answer: " + code + " (expected: 200)");
    }
    if (code == 204) {
      return keep;
    }
    if (chunked || length < 0 || length > MAX_BODY) {
      // where such a body ends is not worth finding out
      return false;
    }
    stream().skipNBytes(length);
    return keep;
  }

  private String statusLine() throws IOException {
    stream().mark(1);
    int first;
    try {
      first = stream().read();
    } catch (java.net.SocketException e) {
      throw new StaleConnection("telemetry: connection closed: " + e.getMessage());
    }
    if (first < 0) {
      throw new StaleConnection("telemetry: connection closed before the answer");
    }
    stream().reset();
    return line();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int b = stream().read(); b != '\n'; b = stream().read()) {
      if (b < 0) {
        throw new EOFException("telemetry: answer: ended in a line");
      }
      if (line.size() == MAX_LINE) {
        throw new IOException("telemetry: answer: line over " + MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private InputStream stream() throws IOException {
    InputStream stream = in;
    if (stream == null) {
      throw new IOException("telemetry: not connected");
    }
    return stream;
  }

  private byte[] request(List<byte[]> batch) {
    int length = 1 + batch.size();
    for (byte[] event : batch) {
      length += event.length;
    }
    String head =
        destination.method()
            + " "
            + destination.target()
            + " HTTP/1.1\r\nHost: sandbox.localdomain:"
            + destination.port()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + length);
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    char before = '[';
    for (byte[] event : batch) {
      request.write(before);
      request.writeBytes(event);
      before = ',';
    }
    request.write(']');
    return request.toByteArray();
  }

  private static int code(String status) throws IOException {
    if (!status.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
      throw new IOException("telemetry: answer: " + status + " (expected: HTTP/1.1 200 OK)");
    }
    return Integer.parseInt(status.substring(9, 12));
  }

  private static long number(String digits) throws IOException {
    if (!digits.matches("\\d{1,18}")) {
      throw new IOException("telemetry: content-length: " + digits + " (expected: a number)");
    }
    return Long.parseLong(digits);
  }
}

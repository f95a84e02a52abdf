package dev.thaw.lambda.runtimeapi;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Speaks HTTP/1.1 byte by byte, so that tests can say exactly what is sent.
final class RawClient implements AutoCloseable {

  /// @param headers names in lower case
  record Reply(int status, Map<String, String> headers, String body) {

    Reply(int status, String body) {
      this(status, Map.of(), body);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Reply reply && status == reply.status && body.equals(reply.body);
    }

    @Override
    public int hashCode() {
      return 31 * status + body.hashCode();
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawClient(String hostAndPort) throws IOException {
    int colon = hostAndPort.lastIndexOf(':');
    socket =
        new Socket(
            hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(String method, String path, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
    raw(head.toString());
    socket.getOutputStream().write(bytes);
  }

  void raw(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  Reply reply() throws IOException {
    String line = line();
    int status = Integer.parseInt(line.split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  /// Whether the other side has closed, rather than answered.
  boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("closed instead of answering");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}

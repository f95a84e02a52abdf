package dev.thaw.cloud;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that sends exactly what it is told, any host included.
final class RawHttp {

  private RawHttp() {}

  /// @param headers as they stood on the wire
  record Answer(int status, List<String> headers, byte[] body) {

    Optional<String> header(String name) {
      return headers.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    String text() {
      return new String(body, UTF_8);
    }
  }

  /// @param head request line and header fields, one a line
  static Answer send(int port, String head, byte[] body) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
      out.write(
          (head.strip().replace("\n", "\r\n") + "\r\n" + length + "\r\n").getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      return read(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer read(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    List<String> headers = new ArrayList<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      headers.add(line);
    }
    Answer answer = new Answer(status, headers, new byte[0]);
    return new Answer(status, headers, body(in, answer));
  }

  private static byte[] body(InputStream in, Answer head) throws IOException {
    if (head.header("transfer-encoding").filter(coding -> coding.equals("chunked")).isEmpty()) {
      return in.readNBytes(head.header("content-length").map(Integer::parseInt).orElse(0));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      out.write(in.readNBytes(size));
      line(in);
    }
    return out.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("after " + line + " (expected: a whole line)");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}

package dev.thaw.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Runtime API for one environment that gives out what a test offers and records what a runtime
/// client sends.
final class FakeRuntimeApi implements AutoCloseable {

  static final String ARN = "arn:aws:lambda:eu-central-1:123456789012:function:shop";
  private static final int PATIENCE_SECONDS = 30;

  /// How answers are framed on the wire; a client must take all of them.
  enum Framing {
    KEPT_ALIVE,
    CHUNKED,
    CLOSED_AFTER_EACH,
    /// Closed without having said so, as an idle connection may be at any time.
    CLOSED_SILENTLY
  }

  /// @param headers by lower-case name
  /// @param trailers of a chunked body, by lower-case name
  record Call(
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      Map<String, String> trailers) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /// The last part of the path: `response`, `error`.
    String kind() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// @param headers beyond those that every event has
  record Event(String id, byte[] body, Map<String, String> headers) {}

  private final ServerSocket server;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Call> posts = new LinkedBlockingQueue<>();
  private final List<Call> nexts = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Framing framing;
  private volatile int postStatus = 202;
  private int count;

  FakeRuntimeApi(Framing framing) throws IOException {
    this.framing = framing;
    this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Offers an event and waits for what the client makes of it.
  Call invoke(String body) throws InterruptedException {
    return invoke(body, Map.of());
  }

  Call invoke(String body, Map<String, String> headers) throws InterruptedException {
    offer(body, headers);
    return post();
  }

  void offer(String body, Map<String, String> headers) {
    String id = "00000000-0000-4000-8000-%012d".formatted(++count);
    events.add(new Event(id, body.getBytes(StandardCharsets.UTF_8), headers));
  }

  /// The next thing that the client posts.
  Call post() throws InterruptedException {
    Call call = posts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("nothing was posted within " + PATIENCE_SECONDS + " s");
    }
    return call;
  }

  boolean nothingPosted() {
    return posts.isEmpty();
  }

  /// The calls of `next` so far.
  List<Call> nexts() {
    return nexts;
  }

  void answerPostsWith(int status) {
    postStatus = status;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream input = new BufferedInputStream(socket.getInputStream());
        OutputStream output = socket.getOutputStream()) {
      boolean more = true;
      while (more) {
        Call call = read(input);
        if (call == null) {
          return;
        }
        if (call.method().equals("GET")) {
          nexts.add(call);
          Event event = events.take();
          respond(output, 200, event.body(), headers(event));
        } else {
          posts.add(call);
          byte[] body = "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8);
          respond(output, postStatus, body, Map.of("Content-Type", "application/json"));
        }
        more = framing == Framing.KEPT_ALIVE || framing == Framing.CHUNKED;
      }
    } catch (IOException clientGone) {
      // its test sees what it did before
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> headers(Event event) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Lambda-Runtime-Aws-Request-Id", event.id());
    headers.put("Lambda-Runtime-Invoked-Function-Arn", ARN);
    headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
    headers.put("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
    headers.putAll(event.headers());
    return headers;
  }

  private void respond(OutputStream output, int status, byte[] body, Map<String, String> headers)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (framing == Framing.CLOSED_AFTER_EACH) {
      head.append("Connection: close\r\n");
    }
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    if (framing == Framing.CHUNKED) {
      head.append("Transfer-Encoding: chunked\r\n\r\n");
      answer.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      int half = body.length / 2;
      chunk(answer, body, 0, half);
      chunk(answer, body, half, body.length - half);
      answer.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
      answer.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      answer.writeBytes(body);
    }
    answer.writeTo(output);
    output.flush();
  }

  private static void chunk(ByteArrayOutputStream into, byte[] body, int from, int length) {
    if (length > 0) {
      into.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      into.write(body, from, length);
      into.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /// The next call; null when the client has closed the connection.
  private static @Nullable Call read(InputStream input) throws IOException {
    String first = line(input);
    if (first.isEmpty()) {
      return null;
    }
    String[] words = first.split(" ");
    Map<String, String> headers = fields(input);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Map<String, String> trailers = Map.of();
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      int size = Integer.parseInt(line(input), 16);
      while (size > 0) {
        body.writeBytes(input.readNBytes(size));
        line(input);
        size = Integer.parseInt(line(input), 16);
      }
      trailers = fields(input);
    } else {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      body.writeBytes(input.readNBytes(length));
    }
    return new Call(words[0], words[1], headers, body.toByteArray(), trailers);
  }

  private static Map<String, String> fields(InputStream input) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    for (String line = line(input); !line.isEmpty(); line = line(input)) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return fields;
  }

  /// A line without its end; empty at the end of the stream too.
  private static String line(InputStream input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
      if (next != '\r') {
        bytes.write(next);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : new ArrayList<>(sockets)) {
      socket.close();
    }
  }
}

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// The least that can carry Lambda's Invoke to a Python function and back: blocking sockets on
/// virtual threads, the HTTP messages of both APIs, a direct hand-off, and nothing else. No limits,
/// no freezing, no logs, no timeline, no validation.
///
/// The thread of the caller's connection writes the event to the runtime that waits on `/next`; the
/// thread of the runtime's connection writes the answer to the caller. No thread ever wakes another
/// but through a socket, unless all runtimes are busy.
///
///     java BareLoop.java bare RUNTIMES PYTHON BOOTSTRAP_DIR TASK_DIR HANDLER
///     java BareLoop.java echo PEERS PYTHON
///
/// `echo` moves bytes over the same two hops without looking at them: what sockets and processes
/// cost on this machine. Either prints its port when it is ready, and ends when its standard input
/// does.
final class BareLoop {

  private static final String ECHO =
      """
      import _socket, sys
      peer = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
      peer.connect(("127.0.0.1", int(sys.argv[1])))
      peer.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
      while True:
          piece = peer.recv(65536)
          if not piece:
              break
          peer.sendall(piece)
      """;

  private static final String FUNCTION = "hello";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:" + FUNCTION;

  private static final List<Process> started = new ArrayList<>();

  /// The most recently used first, as Lambda does it.
  private static final BlockingDeque<Peer> idle = new LinkedBlockingDeque<>();

  private static volatile boolean ending;

  private BareLoop() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean bare = args.length == 6 && args[0].equals("bare");
    if (!bare && !(args.length == 3 && args[0].equals("echo"))) {
      System.err.println(
          "arguments: "
              + Arrays.toString(args)
              + " (expected: bare RUNTIMES PYTHON BOOTSTRAP_DIR TASK_DIR HANDLER, or echo PEERS PYTHON)");
      System.exit(64);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  ending = true;
                  started.forEach(Process::destroyForcibly);
                }));
    int count = Integer.parseInt(args[1]);
    for (int i = 0; i < count; i++) {
      try (ServerSocket door = listen()) {
        started.add(
            bare
                ? runtime(args[2], args[3], args[4], args[5], door.getLocalPort())
                : start(
                    List.of(args[2], "-S", "-E", "-c", ECHO, "" + door.getLocalPort()), Map.of()));
        door.setSoTimeout(20_000);
        Peer peer = new Peer(new Wire(door.accept()));
        if (!bare) {
          idle.addFirst(peer);
        }
        Thread.ofVirtual().start(() -> serve(bare, peer));
      }
    }
    for (int waited = 0; idle.size() < count; waited++) {
      if (waited == 2_000) {
        System.err.println("ready runtimes: " + idle.size() + " (expected: " + count + ")");
        System.exit(70);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    ServerSocket front = listen();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Wire caller = new Wire(front.accept());
                  Thread.ofVirtual().start(() -> listen(bare, caller));
                }
              } catch (IOException e) {
                fail(e);
              }
            });
    System.out.println(front.getLocalPort());
    while (System.in.read() >= 0) {
      // ends with whoever started it
    }
    System.exit(0);
  }

  /// Serves one caller's connection until it closes.
  private static void listen(boolean bare, Wire caller) {
    try (caller) {
      while (true) {
        if (bare) {
          if (!caller.readHead()) {
            return;
          }
          String line = caller.startLine();
          if (!line.equals("POST /2015-03-31/functions/" + FUNCTION + "/invocations HTTP/1.1")) {
            throw new IOException("request: " + line + " (expected: an Invoke of " + FUNCTION + ")");
          }
        } else if (!caller.readSome()) {
          return;
        }
        byte[] event = caller.takeBody();
        Peer peer = idle.takeFirst();
        peer.caller = caller;
        peer.expected = event.length;
        peer.requestId = bare ? UUID.randomUUID().toString() : "";
        peer.wire.write(bare ? next(peer.requestId, event) : event);
      }
    } catch (IOException e) {
      System.err.println("caller: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Serves one runtime, or one peer of the echo.
  private static void serve(boolean bare, Peer peer) {
    try {
      if (bare) {
        runtimeLoop(peer);
      } else {
        while (peer.wire.readSome()) {
          while (peer.wire.available() < peer.expected) {
            if (!peer.wire.fill()) {
              throw new EOFException("echo: closed within an answer");
            }
          }
          answer(peer, peer.wire.takeBody());
          idle.addFirst(peer);
        }
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private static void runtimeLoop(Peer peer) throws IOException {
    while (peer.wire.readHead()) {
      String line = peer.wire.startLine();
      byte[] body = peer.wire.takeBody();
      if (line.equals("GET /2018-06-01/runtime/invocation/next HTTP/1.1")) {
        idle.addFirst(peer);
      } else if (line.equals(
          "POST /2018-06-01/runtime/invocation/" + peer.requestId + "/response HTTP/1.1")) {
        answer(peer, invoked(peer.requestId, body));
        peer.wire.write(ACCEPTED);
      } else {
        throw new IOException(
            "runtime: " + line + " " + new String(body, StandardCharsets.UTF_8)
                + " (expected: /next or a response)");
      }
    }
    throw new EOFException("runtime: closed its connection");
  }

  private static void answer(Peer peer, byte[] bytes) {
    try {
      peer.caller.write(bytes);
    } catch (IOException e) {
      System.err.println("caller: " + e);
    }
  }

  private static final byte[] ACCEPTED =
      "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static byte[] next(String requestId, byte[] event) {
    return message(
        "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: "
            + requestId
            + "\r\nLambda-Runtime-Invoked-Function-Arn: "
            + ARN
            + "\r\nLambda-Runtime-Deadline-Ms: "
            + (System.currentTimeMillis() + 30_000)
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + event.length
            + "\r\n\r\n",
        event);
  }

  private static byte[] invoked(String requestId, byte[] payload) {
    return message(
        "HTTP/1.1 200 OK\r\nx-amzn-RequestId: "
            + requestId
            + "\r\nX-Amz-Executed-Version: $LATEST\r\nContent-Type: application/json\r\nContent-Length: "
            + payload.length
            + "\r\n\r\n",
        payload);
  }

  private static byte[] message(String head, byte[] body) {
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(bytes, bytes.length + body.length);
    System.arraycopy(body, 0, whole, bytes.length, body.length);
    return whole;
  }

  private static Process runtime(
      String python, String bootstrap, String task, String handler, int port) throws IOException {
    return start(
        List.of(python, "-S", "-B", bootstrap + "/bootstrap.pyc", "/opt"),
        Map.ofEntries(
            Map.entry("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port),
            Map.entry("_HANDLER", handler),
            Map.entry("LAMBDA_TASK_ROOT", task),
            Map.entry("LAMBDA_RUNTIME_DIR", bootstrap),
            Map.entry("PYTHONPATH", bootstrap),
            Map.entry("PYTHONDONTWRITEBYTECODE", "1"),
            Map.entry("AWS_LAMBDA_FUNCTION_NAME", FUNCTION),
            Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769"),
            Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + FUNCTION),
            Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "bare"),
            Map.entry("LC_CTYPE", "C.UTF-8"),
            Map.entry("TZ", ":UTC")));
  }

  private static Process start(List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static ServerSocket listen() throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    return socket;
  }

  /// A yardstick that lost a runtime measures nothing any more.
  private static void fail(IOException why) {
    if (!ending) {
      System.err.println("bare loop: " + why);
      System.exit(70);
    }
  }

  /// A runtime or an echoing process. Its fields are written before the write to its socket and
  /// read after the answer came from there.
  private static final class Peer {
    final Wire wire;
    volatile Wire caller;
    volatile String requestId = "";
    volatile int expected;

    Peer(Wire wire) {
      this.wire = wire;
      this.caller = wire;
    }
  }

  /// One connection with its read buffer. Messages that are not HTTP/1.1 with a Content-Length end
  /// it.
  private static final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[16 * 1024];
    private int limit;
    private int bodyStart;
    private int bodyLength;

    Wire(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    /// Reads one whole message; false if the peer closed before it began.
    boolean readHead() throws IOException {
      int end = endOfHead();
      while (end < 0) {
        boolean empty = limit == 0;
        if (!fill()) {
          if (empty) {
            return false;
          }
          throw new EOFException("head: ended after " + limit + " bytes");
        }
        end = endOfHead();
      }
      bodyStart = end;
      bodyLength = contentLength();
      while (limit < bodyStart + bodyLength) {
        if (!fill()) {
          throw new EOFException("body: ended " + (bodyStart + bodyLength - limit) + " bytes early");
        }
      }
      return true;
    }

    /// Reads whatever is there, as a body.
    boolean readSome() throws IOException {
      bodyStart = 0;
      bodyLength = 0;
      return limit > 0 || fill();
    }

    int available() {
      return limit;
    }

    String startLine() {
      int end = 0;
      while (buffer[end] != '\r') {
        end++;
      }
      return new String(buffer, 0, end, StandardCharsets.US_ASCII);
    }

    /// The body of the message that was read, which leaves the buffer with its head.
    byte[] takeBody() {
      int from = bodyStart;
      int to = bodyStart == 0 ? limit : bodyStart + bodyLength;
      byte[] body = Arrays.copyOfRange(buffer, from, to);
      System.arraycopy(buffer, to, buffer, 0, limit - to);
      limit -= to;
      return body;
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    boolean fill() throws IOException {
      if (limit == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
      return true;
    }

    private int endOfHead() {
      for (int i = 3; i < limit; i++) {
        if (buffer[i] == '\n'
            && buffer[i - 1] == '\r'
            && buffer[i - 2] == '\n'
            && buffer[i - 3] == '\r') {
          return i + 1;
        }
      }
      return -1;
    }

    private int contentLength() {
      String head = new String(buffer, 0, bodyStart, StandardCharsets.US_ASCII);
      for (String line : head.split("\r\n")) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          return Integer.parseInt(line.substring(15).strip());
        }
      }
      return 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Calls one URL over kept-alive connections, each on a platform thread of its own, and prints how
/// long the calls took. An answer that is not the expected one ends the run: a wrong answer has no
/// time.
///
///     java Load.java PORT PATH CONNECTIONS WARMUP CALLS SECONDS BODY EXPECTED
///
/// - PATH of an HTTP POST, after its Host if there is one (`HOST/PATH`), or `-` to send BODY as it is and to expect it back
/// - WARMUP calls in all before the first counted one
/// - CALLS counted calls in all, or 0 to count for SECONDS
/// - EXPECTED the whole body of the answer; the status must be 200
///
/// Output, times in µs: `{"calls":…,"p50_us":…,"p90_us":…,"p99_us":…,"max_us":…,"per_second":…}`
final class Load {

  private static final int TIMEOUT_MS = 30_000;

  private final int port;
  private final byte[] request;
  private final byte[] expected;
  private final boolean raw;
  private final AtomicLong warmup;
  private final AtomicLong calls;
  private final long countedNanos;
  private final CyclicBarrier warm;
  private volatile long started;

  private Load(String[] args, int connections) {
    port = Integer.parseInt(args[0]);
    raw = args[1].equals("-");
    byte[] body = args[6].getBytes(StandardCharsets.UTF_8);
    request = raw ? body : post(args[1], body);
    expected = raw ? body : args[7].getBytes(StandardCharsets.UTF_8);
    warmup = new AtomicLong(Long.parseLong(args[3]));
    long count = Long.parseLong(args[4]);
    calls = new AtomicLong(count == 0 ? Long.MAX_VALUE : count);
    countedNanos = count == 0 ? TimeUnit.SECONDS.toNanos(Long.parseLong(args[5])) : Long.MAX_VALUE;
    warm = new CyclicBarrier(connections, () -> started = System.nanoTime());
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 8) {
      System.err.println(
          "arguments: "
              + args.length
              + " (expected: PORT PATH CONNECTIONS WARMUP CALLS SECONDS BODY EXPECTED)");
      System.exit(64);
    }
    int connections = Integer.parseInt(args[2]);
    Load load = new Load(args, connections);
    List<Samples> samples = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Samples own = new Samples();
      samples.add(own);
      threads.add(Thread.ofPlatform().start(() -> load.run(own)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    long end = System.nanoTime();
    print(samples, end - load.started);
  }

  private void run(Samples samples) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MS);
      Answers answers = new Answers(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      // Every connection warms up at least once: it brings its environment with it.
      do {
        call(out, answers);
      } while (warmup.decrementAndGet() > 0);
      warm.await();
      long begin = System.nanoTime();
      while (calls.getAndDecrement() > 0) {
        call(out, answers);
        long now = System.nanoTime();
        samples.add(now - begin);
        begin = now;
        if (now - started >= countedNanos) {
          break;
        }
      }
    } catch (Exception e) {
      System.err.println("load: " + e);
      // Not exit, which would wait for the other threads' turn.
      Runtime.getRuntime().halt(70);
    }
  }

  private void call(OutputStream out, Answers answers) throws IOException {
    out.write(request);
    if (raw) {
      answers.requireRaw(expected);
    } else {
      answers.requireOk(expected);
    }
  }

  private static byte[] post(String target, byte[] body) {
    int slash = target.indexOf('/');
    byte[] head =
        ("POST "
                + target.substring(slash)
                + " HTTP/1.1\r\nHost: "
                + (slash == 0 ? "127.0.0.1" : target.substring(0, slash))
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  private static void print(List<Samples> all, long nanos) {
    long[] sorted = all.stream().flatMapToLong(s -> Arrays.stream(s.values, 0, s.size)).sorted().toArray();
    if (sorted.length == 0) {
      System.err.println("load: 0 calls (expected: at least 1)");
      System.exit(70);
    }
    System.out.printf(
        Locale.ROOT,
        "{\"calls\":%d,\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f,\"per_second\":%.1f}%n",
        sorted.length,
        at(sorted, 0.50),
        at(sorted, 0.90),
        at(sorted, 0.99),
        sorted[sorted.length - 1] / 1e3,
        sorted.length / (nanos / 1e9));
  }

  /// The smallest sample that at least this share of all does not exceed, in µs.
  private static double at(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e3;
  }

  private static final class Samples {
    long[] values = new long[64 * 1024];
    int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }
  }

  /// Reads answers with a Content-Length or in chunks, and compares them.
  private static final class Answers {
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    Answers(InputStream in) {
      this.in = in;
    }

    void requireRaw(byte[] expected) throws IOException {
      require(take(expected.length), expected);
    }

    void requireOk(byte[] expected) throws IOException {
      String status = line();
      int length = 0;
      boolean chunked = false;
      StringBuilder refused = new StringBuilder(status);
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        } else if (header.regionMatches(true, 0, "transfer-encoding:", 0, 18)) {
          chunked = true;
        } else if (header.regionMatches(true, 0, "x-amz-function-error:", 0, 21)) {
          refused.append(", ").append(header);
        }
      }
      byte[] body = chunked ? chunks() : take(length);
      if (!status.startsWith("HTTP/1.1 200") || refused.length() > status.length()) {
        throw new IOException(
            "answer: " + refused + ": " + new String(body, StandardCharsets.UTF_8) + " (expected: 200)");
      }
      require(body, expected);
    }

    private static void require(byte[] body, byte[] expected) throws IOException {
      if (!Arrays.equals(body, expected)) {
        throw new IOException(
            "answer: "
                + new String(body, StandardCharsets.UTF_8)
                + " (expected: "
                + new String(expected, StandardCharsets.UTF_8)
                + ")");
      }
    }

    private byte[] chunks() throws IOException {
      byte[] body = new byte[0];
      while (true) {
        int size = Integer.parseInt(line().split(";")[0].strip(), 16);
        byte[] chunk = take(size);
        line();
        if (size == 0) {
          return body;
        }
        int before = body.length;
        body = Arrays.copyOf(body, before + size);
        System.arraycopy(chunk, 0, body, before, size);
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder(64);
      while (true) {
        int next = next();
        if (next == '\n') {
          return line.toString();
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
    }

    private byte[] take(int length) throws IOException {
      byte[] taken = new byte[length];
      int have = 0;
      while (have < length) {
        if (position == limit) {
          fill();
        }
        int piece = Math.min(length - have, limit - position);
        System.arraycopy(buffer, position, taken, have, piece);
        position += piece;
        have += piece;
      }
      return taken;
    }

    private int next() throws IOException {
      if (position == limit) {
        fill();
      }
      return buffer[position++] & 0xFF;
    }

    private void fill() throws IOException {
      int read = in.read(buffer);
      if (read < 0) {
        throw new EOFException("answer: the connection was closed");
      }
      position = 0;
      limit = read;
    }
  }
}

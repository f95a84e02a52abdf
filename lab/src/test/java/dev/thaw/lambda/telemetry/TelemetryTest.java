package dev.thaw.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.thaw.lambda.telemetry.TelemetryEvent.Result;
import dev.thaw.timeline.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TelemetryTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);
  private static final String PATH = "/2022-07-01/telemetry";

  private final Telemetry telemetry = new Telemetry(Clock.system(), false, () -> {});
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    telemetry.end();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void withoutASubscriberNothingIsWantedAfterInit() {
    assertThat(telemetry.wanted()).isFalse();
    telemetry.begin();
    assertThat(telemetry.wanted()).isTrue();
    telemetry.close();
    assertThat(telemetry.wanted()).isFalse();
    assertThat(telemetry.flush(0)).isTrue();
  }

  @Test
  void aSubscriberGetsWhatHappenedBeforeItCame() throws Exception {
    Receiver receiver = new Receiver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    telemetry.begin();
    telemetry.emit(line("early", false));
    assertThat(telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""))).isEmpty();
    telemetry.close();
    telemetry.emit(line("late", false));
    telemetry.emit(line("not wanted", true));

    assertThat(telemetry.flush(LONG)).isTrue();

    assertThat(receiver.text())
        .containsSubsequence("\"record\":\"early\"", "\"record\":\"late\"")
        .doesNotContain("not wanted", "telemetrySubscription");
  }

  @Test
  void batchesAreJsonArraysOverOneConnection() throws Exception {
    Receiver receiver = new Receiver("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    telemetry.begin();
    telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
    telemetry.emit(line("one", false));
    assertThat(telemetry.flush(LONG)).isTrue();
    telemetry.emit(line("two", false));
    telemetry.emit(line("three", false));
    assertThat(telemetry.flush(LONG)).isTrue();

    assertThat(receiver.requests)
        .hasSize(2)
        .allSatisfy(request -> assertThat(request).startsWith("POST / HTTP/1.1\n["));
    assertThat(receiver.requests.getLast()).endsWith("]").contains("two", "},{", "three");
    assertThat(receiver.connections).hasSize(1);
  }

  @Test
  void aConnectionThatTheSubscriberClosedIsOpenedAgain() throws Exception {
    Receiver receiver =
        new Receiver("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    Receiver.closing(receiver);
    telemetry.begin();
    telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
    for (String text : List.of("one", "two", "three")) {
      telemetry.emit(line(text, false));
      assertThat(telemetry.flush(LONG)).isTrue();
    }

    assertThat(receiver.requests).hasSize(3);
    assertThat(receiver.text()).doesNotContain("logsDropped");
  }

  @Test
  void aRefusedBatchIsToldAsDropped() throws Exception {
    Receiver receiver = new Receiver("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
    telemetry.begin();
    telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
    telemetry.emit(line("lost", false));
    assertThat(telemetry.flush(LONG)).isTrue();
    receiver.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    telemetry.emit(line("found", false));
    assertThat(telemetry.flush(LONG)).isTrue();

    assertThat(receiver.requests.getLast())
        .contains("platform.logsDropped", "\"droppedRecords\":1,", "found")
        .doesNotContain("\"lost\"");
  }

  @Test
  void answersThatAreNoHttpAreRefusals() throws Exception {
    for (String answer :
        List.of(
            "nonsense\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
            "HTTP/1.1 200 " + "x".repeat(20_000) + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(500) + "\r\n")) {
      Receiver receiver = new Receiver(answer);
      telemetry.begin();
      telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
      telemetry.emit(line("lost", false));
      assertThat(telemetry.flush(LONG)).isTrue();
      receiver.answer = "HTTP/1.1 204 None\r\n\r\n";
      telemetry.emit(line("found", false));
      assertThat(telemetry.flush(LONG)).isTrue();
      assertThat(receiver.requests.getLast()).contains("platform.logsDropped");
    }
  }

  @Test
  void aSubscriberThatNeverAnswersHoldsNobody() throws Exception {
    Receiver receiver = new Receiver("");
    telemetry.begin();
    telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
    telemetry.emit(line("one", false));
    assertThat(telemetry.flush()).isFalse();
    await().until(() -> !receiver.requests.isEmpty());

    for (int i = 0; i < 100_000; i++) {
      telemetry.emit(line("x".repeat(100), false));
    }

    assertThat(telemetry.flush(1)).isFalse();
    telemetry.end();
    assertThat(telemetry.flush(LONG)).isTrue();
  }

  @Test
  void whatWasUnderWayWhenTheEnvironmentFrozeComesAgain() throws Exception {
    Receiver receiver = new Receiver("");
    telemetry.begin();
    telemetry.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
    telemetry.emit(line("one", false));
    assertThat(telemetry.flush()).isFalse();
    await().until(() -> !receiver.requests.isEmpty());

    telemetry.pause();
    receiver.answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    assertThat(receiver.requests).hasSize(1);
    telemetry.resume();

    assertThat(telemetry.flush(LONG)).isTrue();
    assertThat(receiver.requests).hasSize(2);
    assertThat(receiver.requests.get(1)).isEqualTo(receiver.requests.get(0));
  }

  @Test
  void aTcpSubscriberGetsALinePerEvent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      telemetry.begin();
      String body =
          "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"],\"destination\":{\"protocol\":\"TCP\",\"port\":"
              + server.getLocalPort()
              + "}}";
      assertThat(telemetry.subscribe("agent", PATH, bytes(body))).isEmpty();
      telemetry.emit(
          new TelemetryEvent.InitReport(
              0, new TelemetryEvent.Init("on-demand", "init"), Result.SUCCESS, 5));
      telemetry.flush();
      try (Socket socket = server.accept();
          BufferedReader reader =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(reader.readLine()).contains("\"platform.telemetrySubscription\"").endsWith("}");
        assertThat(reader.readLine()).contains("\"platform.initReport\"").endsWith("}");
      }
    }
  }

  @Test
  void whatProcessesWriteIsLookedForWhileAnInvocationRuns() throws Exception {
    AtomicBoolean looked = new AtomicBoolean();
    Telemetry[] self = new Telemetry[1];
    Telemetry pulling =
        new Telemetry(
            Clock.system(),
            false,
            () -> {
              if (looked.compareAndSet(false, true)) {
                self[0].emit(line("written", false));
              }
            });
    self[0] = pulling;
    opened.add(pulling::end);
    Receiver receiver = new Receiver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    pulling.begin();
    pulling.subscribe("agent", PATH, body(receiver.port(), "\"function\""));
    pulling.close();

    await().until(() -> receiver.text().contains("\"written\""));
  }

  @Test
  void aFaultySubscriptionIsRefusedWithItsReason() {
    telemetry.begin();

    assertThat(telemetry.subscribe("agent", "/2020-08-15/logs", bytes("{}")))
        .hasValueSatisfying(why -> assertThat(why).contains("types should not be empty"));
    telemetry.close();
    assertThat(telemetry.wanted()).isFalse();
  }

  private static TelemetryEvent line(String text, boolean extension) {
    return new TelemetryEvent.Line(Clock.system().now(), extension, text);
  }

  private static byte[] body(int port, String types) {
    return bytes(
        "{\"schemaVersion\":\"2022-07-01\",\"types\":["
            + types
            + "],\"buffering\":{\"timeoutMs\":100},\"destination\":{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox.localdomain:"
            + port
            + "\"}}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// An extension's server that answers all requests alike; with an empty answer it never does.
  private final class Receiver implements AutoCloseable {

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Socket> connections = new CopyOnWriteArrayList<>();
    volatile String answer;
    private volatile boolean closes;
    private final ServerSocket server;

    Receiver(String answer) throws IOException {
      this.answer = answer;
      server = new ServerSocket(0, 50, LOOPBACK);
      opened.add(this);
      Thread.ofVirtual().start(this::accept);
    }

    static void closing(Receiver receiver) {
      receiver.closes = true;
    }

    int port() {
      return server.getLocalPort();
    }

    String text() {
      return String.join("\n", requests);
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (Socket connection : connections) {
        connection.close();
      }
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          connections.add(socket);
          Thread.ofVirtual().start(() -> serve(socket));
        }
      } catch (IOException e) {
        // closed: the test is over
      }
    }

    private void serve(Socket socket) {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
        for (String first = in.readLine(); first != null; first = in.readLine()) {
          int length = 0;
          for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
              length = Integer.parseInt(header.substring(15).strip());
            }
          }
          char[] body = new char[length];
          int read = 0;
          while (read < length) {
            read += in.read(body, read, length - read);
          }
          requests.add(first + "\n" + new String(body));
          socket.getOutputStream().write(bytes(answer));
          if (closes) {
            return;
          }
        }
      } catch (IOException e) {
        // the other side has gone
      }
    }
  }
}

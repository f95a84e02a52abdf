package dev.thaw.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.Lookup;
import dev.thaw.wire.dns.Resolver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final Request GET = Request.get("/", Headers.NONE);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static Options options() {
    return Options.usual().withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
  }

  private static Connection open(ScriptedServer server) throws HttpFailure {
    return Connection.open(server.target(), options(), Clock.system());
  }

  private static HttpFailure failureOf(ScriptedServer server, Options options) {
    try (Connection connection = Connection.open(server.target(), options, Clock.system())) {
      Exchange exchange = connection.send(GET);
      throw new AssertionError("answered: " + exchange.response());
    } catch (HttpFailure e) {
      return e;
    }
  }

  @Test
  void tellsANewConnectionFromAKeptOne() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection = open(server)) {
      Exchange first = connection.send(GET);
      Exchange second = connection.send(GET);
      assertThat(first.fresh()).isTrue();
      assertThat(second.fresh()).isFalse();
      assertThat(second.stamps().nanos(Phase.TCP)).isEmpty();
      assertThat(second.response().body()).asString().isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void stampsTheMomentsInTheirOrder() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection = open(server)) {
      Stamps stamps = connection.send(GET).stamps();
      Handshake opening = stamps.handshake().orElseThrow();
      assertThat(
              List.of(
                  opening.dnsStart(),
                  opening.dnsEnd(),
                  opening.tcpStart(),
                  opening.tcpEnd(),
                  stamps.sendStart(),
                  stamps.sendEnd(),
                  stamps.lastByte()))
          .isSorted();
      assertThat(List.of(stamps.firstByte(), stamps.headersEnd(), stamps.lastByte())).isSorted();
      assertThat(stamps.nanos(Phase.TLS)).isEmpty();
      long parts = 0;
      for (Phase phase : List.of(Phase.DNS, Phase.TCP, Phase.SEND, Phase.WAIT, Phase.RECEIVE)) {
        parts += stamps.nanos(phase).orElseThrow();
      }
      assertThat(parts).isLessThanOrEqualTo(stamps.nanos(Phase.TOTAL).orElseThrow());
    }
  }

  @Test
  void putsTheServersDelaysIntoWaitAndReceive() throws IOException {
    long[] spent = new long[2];
    try (ScriptedServer server =
            new ScriptedServer(peer -> {
              peer.request();
              spent[0] = linger();
              peer.reply("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
              spent[1] = linger();
              peer.reply("k");
              peer.request();
            });
        Connection connection = open(server)) {
      Stamps stamps = connection.send(GET).stamps();
      // the server starts to linger after the request has left and answers after it: contained
      assertThat(stamps.nanos(Phase.WAIT).orElseThrow() + stamps.nanos(Phase.SEND).orElseThrow())
          .isGreaterThanOrEqualTo(spent[0]);
      assertThat(stamps.nanos(Phase.TOTAL).orElseThrow())
          .isGreaterThanOrEqualTo(spent[0] + spent[1]);
    }
  }

  private static long linger() {
    long start = System.nanoTime();
    LockSupport.parkNanos(3_000_000);
    return System.nanoTime() - start;
  }

  @Test
  void sendsHeadersInTheirOrderAndSpelling() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection = open(server)) {
      Headers headers = Headers.of("x-B", "1", "X-a", "2", "x-b", "3");
      connection.send(
          new Request("POST", "/p?q=%20", headers, "body".getBytes(StandardCharsets.UTF_8)));
      assertThat(server.requests())
          .containsExactly(
              "POST /p?q=%20 HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\nx-B: 1\r\nX-a: 2\r\nx-b: 3\r\nContent-Length: 4\r\n\r\nbody");
    }
  }

  @Test
  void countsTheDelayOfAPlannedRequestAsBlocked() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection = open(server)) {
      connection.send(GET);
      long intended = Clock.system().now() - 5_000_000;
      Stamps stamps = connection.send(GET, intended).stamps();
      assertThat(stamps.nanos(Phase.BLOCKED).orElseThrow()).isGreaterThanOrEqualTo(5_000_000);
    }
  }

  @Test
  void sendsABodyLargerThanAnyBuffer() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection = open(server)) {
      byte[] body = new byte[3 << 20];
      connection.send(new Request("POST", "/", Headers.NONE, body));
      assertThat(server.requests().getFirst()).endsWith("\0\0\0").hasSizeGreaterThan(3 << 20);
    }
  }

  @Test
  void readsTheAnswerOfAPeerThatRefusesABody() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(peer -> {
              peer.in().readNBytes(100);
              peer.reply("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
              // takes the rest, as a polite server does, and closes without another word
              peer.in().transferTo(OutputStream.nullOutputStream());
              read.countDown();
            });
        Connection connection = open(server)) {
      Exchange exchange =
          connection.send(new Request("POST", "/", Headers.NONE, new byte[4 << 20]));
      assertThat(exchange.response().status()).isEqualTo(413);
      assertThat(exchange.stamps().nanos(Phase.WAIT).orElseThrow()).isNotNegative();
    }
  }

  @Test
  void givesUpOnAPeerThatTakesNothing() throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(peer -> {
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
        Connection connection =
            Connection.open(
                server.target(),
                options().withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(100)),
                Clock.system())) {
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(
              () -> connection.send(new Request("POST", "/", Headers.NONE, new byte[64 << 20])))
          .matches(e -> e.kind() == HttpFailure.Kind.TIMEOUT);
      done.countDown();
    }
  }

  @Test
  void namesATimeout() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.request();
        })) {
      HttpFailure failure =
          failureOf(server, options().withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(50)));
      assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.TIMEOUT);
    }
  }

  @Test
  void namesARefusedConnection() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = taken.getLocalPort();
    }
    assertThatExceptionOfType(HttpFailure.class)
        .isThrownBy(
            () -> Connection.open(new Target(false, "127.0.0.1", port), options(), Clock.system()))
        .matches(e -> e.kind() == HttpFailure.Kind.CONNECT)
        .withMessageContaining("127.0.0.1");
  }

  @Test
  void namesAHostThatIsNoName() {
    assertThatExceptionOfType(HttpFailure.class)
        .isThrownBy(() -> Connection.open(new Target(false, "a..b", 80), options(), Clock.system()))
        .matches(e -> e.kind() == HttpFailure.Kind.DNS);
  }

  @Test
  void triesTheNextAddressWhenOneRefuses() throws IOException {
    InetAddress deaf = InetAddress.ofLiteral("127.0.0.2");
    InetAddress live = InetAddress.ofLiteral("127.0.0.1");
    Resolver both =
        (host, family, clock) ->
            new Lookup(
                host,
                List.of(deaf, live),
                Lookup.Source.OVERRIDE,
                Optional.empty(),
                OptionalLong.empty(),
                clock.now(),
                clock.now());
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection =
            Connection.open(
                new Target(false, "two.example", server.port()),
                options().withResolver(both),
                Clock.system())) {
      assertThat(connection.handshake().address()).isEqualTo(live);
      assertThat(connection.handshake().attempts())
          .extracting(Handshake.Attempt::address)
          .containsExactly(deaf, live);
      assertThat(connection.handshake().attempts().getFirst().failure()).isPresent();
      assertThat(connection.send(GET).response().status()).isEqualTo(200);
    }
  }

  @Test
  void letsTheFamiliesTakeTurns() {
    InetAddress v4 = InetAddress.ofLiteral("192.0.2.1");
    InetAddress other4 = InetAddress.ofLiteral("192.0.2.2");
    InetAddress v6 = InetAddress.ofLiteral("2001:db8::1");
    assertThat(Dialer.interleaved(List.of(v4, other4, v6))).containsExactly(v6, v4, other4);
  }

  @Test
  void goesWhereTheUserSaysInsteadOfLookingUp() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK);
        Connection connection =
            Connection.open(
                new Target(false, "Shop.example", server.port()),
                options()
                    .withResolver(
                        Resolver.overriding(
                            Map.of("shop.example", InetAddress.ofLiteral("127.0.0.1")),
                            Resolver.ofThisMachine())),
                Clock.system())) {
      connection.send(GET);
      assertThat(connection.handshake().lookup().source()).isEqualTo(Lookup.Source.OVERRIDE);
      assertThat(server.requests().getFirst()).contains("Host: Shop.example:" + server.port());
    }
  }

  @Test
  void refusesASecondExchangeAfterThePeersClose() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.closingAfter(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Connection connection = open(server)) {
      connection.send(GET);
      assertThat(connection.isReusable()).isFalse();
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(() -> connection.send(GET))
          .matches(e -> e.kind() == HttpFailure.Kind.CLOSED);
    }
  }

  @Test
  void namesAConnectionThatDiedWhileItWasKept() throws IOException {
    try (ScriptedServer server = ScriptedServer.closingAfter(OK);
        Connection connection = open(server)) {
      connection.send(GET);
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(() -> connection.send(GET))
          .matches(e -> e.kind() == HttpFailure.Kind.CLOSED);
    }
  }
}

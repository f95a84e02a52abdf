package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers behind `HTTP` and `HTTP_PROXY`.
class HttpIntegrationTest {

  private final TestApi api = new TestApi();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private HttpServer server;
  private int timeoutMs = 29_000;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Thread::startVirtualThread);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    closing.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("X-One")
            + " "
            + body);
    if (exchange.getRequestURI().getPath().equals("/slow")) {
      try {
        closing.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    byte[] answer = "{\"a\":1}".getBytes(UTF_8);
    exchange.getResponseHeaders().add("X-Two", "2");
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(
        exchange.getRequestURI().getPath().equals("/gone") ? 410 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Integration http(
      Integration.Type type,
      String uri,
      Map<String, String> parameters,
      Integration.Response... responses) {
    return new Integration(
        type,
        "ANY",
        uri,
        parameters,
        Map.of(),
        "WHEN_NO_MATCH",
        Optional.empty(),
        timeoutMs,
        Optional.empty(),
        "INTERNET",
        List.of(responses));
  }

  @Test
  void aProxyHandsEverythingOn() throws InterruptedException {
    api.with(
        "/{proxy+}",
        "ANY",
        http(
            Integration.Type.HTTP_PROXY,
            base() + "/root/{proxy}",
            Map.of("integration.request.path.proxy", "method.request.path.proxy")));
    TestReply reply =
        api.call(TestRequest.of("PUT", "/dev/a/b%20c?x=1&x=2").with("X-One", "1").body("hello"));

    assertThat(seen.take()).isEqualTo("PUT /root/a/b%20c?x=1&x=2 1 hello");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"a\":1}");
    assertThat(reply.header("X-Two")).contains("2");
  }

  @Test
  void whatIsNoProxyIsMapped() throws InterruptedException {
    api.variables.put("place", "gone");
    api.with(
        "/",
        "POST",
        http(
            Integration.Type.HTTP,
            base() + "/${stageVariables.place}",
            Map.of(
                "integration.request.header.X-One", "'fixed'",
                "integration.request.querystring.q", "method.request.querystring.from"),
            TestApi.response("200", "", Map.of(), ""),
            TestApi.response(
                "404",
                "4\\d{2}",
                Map.of("method.response.header.X-Three", "integration.response.header.X-Two"),
                "{\"was\":$input.json('$.a')}")));
    TestReply reply = api.call(TestRequest.of("POST", "/dev/?from=a%20b&other=1").body("b"));

    assertThat(seen.take()).isEqualTo("POST /gone?q=a+b fixed b");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("{\"was\":1}");
    assertThat(reply.header("X-Three")).contains("2");
    assertThat(reply.header("X-Two")).isEmpty();
  }

  @Test
  void aSlowServerIsNotWaitedFor() {
    timeoutMs = 100;
    api.with("/", "GET", http(Integration.Type.HTTP_PROXY, base() + "/slow", Map.of()));
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Endpoint request timed out\"}");
  }

  @Test
  void aServerThatIsNotThereIsAFailure() {
    server.stop(0);
    api.with("/", "GET", http(Integration.Type.HTTP_PROXY, base() + "/", Map.of()));
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.text())
        .isEqualTo("{\"message\":\"Network error communicating with endpoint\"}");
  }

  @Test
  void anAddressThatIsNoneIsAServerError() {
    api.with("/", "GET", http(Integration.Type.HTTP_PROXY, "htp:// no", Map.of()));

    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(500);
  }
}

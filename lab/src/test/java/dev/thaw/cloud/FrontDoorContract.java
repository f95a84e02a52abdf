package dev.thaw.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.DataPlane;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.gateway.EventText;
import dev.thaw.gateway.TestFunctions;
import dev.thaw.gateway.TestJson;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Timelines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every front door of a function does, over a real connection.
abstract class FrontDoorContract {

  final FakeInvoker invoker = new FakeInvoker();
  final TestFunctions functions = new TestFunctions();
  final Timelines timelines = new Timelines(1000);
  private @Nullable Front front;
  private int port;

  @TempDir Path folder;

  /// Name of the plane.
  abstract String plane();

  abstract DataPlane door(boolean strict);

  /// A host that leads to the door.
  abstract String host();

  /// What stands before a path.
  abstract String prefix();

  /// Status without a permission in a strict door.
  abstract int closedStatus();

  /// What the caller reads when the function fails.
  abstract String failure();

  /// The limit of a body, in bytes.
  abstract int limit();

  @BeforeEach
  void open() {
    open(false);
    answering("{\"statusCode\":200,\"body\":\"ok\"}");
  }

  void open(boolean strict) {
    close();
    Front opened =
        new Front(
                Models.bundled(),
                List.of(),
                Map.of(plane(), door(strict)),
                List.of(),
                timelines,
                folder,
                0)
            .start();
    port = opened.port();
    front = opened;
  }

  @AfterEach
  void close() {
    Front opened = front;
    if (opened != null) {
      opened.close();
    }
  }

  void answering(String payload) {
    invoker.behaviour = (function, request) -> FakeInvoker.answered(payload.getBytes(UTF_8));
  }

  RawHttp.Answer get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  RawHttp.Answer send(String method, String path, byte[] body, String... headers) {
    return RawHttp.send(
        port,
        method
            + " "
            + prefix()
            + path
            + " HTTP/1.1\nHost: "
            + host()
            + "\n"
            + String.join("\n", headers),
        body);
  }

  Map<String, @Nullable Object> event() {
    return TestJson.object(invoker.requests.getLast().payload());
  }

  @Test
  void theFunctionGetsTheRequestAndAnswers() {
    RawHttp.Answer answer =
        send(
            "POST",
            "/a%20b?x=1&x=2",
            "{\"k\":\"ä\"}".getBytes(UTF_8),
            "Content-Type: application/json",
            "X-Twice: one",
            "X-Twice: two");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("ok");
    assertThat(answer.header("Content-Length")).contains("2");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(event().get("body")).isEqualTo("{\"k\":\"ä\"}");
    assertThat(event().get("isBase64Encoded")).isEqualTo(false);
    assertThat(EventText.write(event())).contains("a%20b", "one", "two", "\"127.0.0.1\"");
  }

  @Test
  void everyAnswerNamesItsRequestAndTrace() {
    RawHttp.Answer answer = get("/");

    String id = answer.header("x-amzn-RequestId").orElseThrow();
    assertThat(timelines.find(id)).isPresent();
    assertThat(invoker.requests.getLast().requestId()).isEqualTo(id);
    assertThat(answer.header("X-Amzn-Trace-Id").orElseThrow())
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0");
  }

  @Test
  void aTraceOfTheCallerIsHandedOn() {
    String trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
    assertThat(get("/", "X-Amzn-Trace-Id: " + trace).header("X-Amzn-Trace-Id")).contains(trace);
    assertThat(invoker.requests.getLast().traceHeader()).isEqualTo(trace);
    assertThat(EventText.write(event())).contains(trace);
  }

  @Test
  void statusAndFieldsAreTheFunctions() {
    answering("{\"statusCode\":303,\"headers\":{\"Location\":\"/there\"}}");
    RawHttp.Answer answer = get("/");

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).contains("/there");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aFailureIsABadGateway() {
    invoker.behaviour = (function, request) -> FakeInvoker.failed("{\"errorMessage\":\"secret\"}");
    RawHttp.Answer failed = get("/");
    answering("{\"statusCode\":\"no\"}");
    RawHttp.Answer malformed = get("/");
    invoker.behaviour =
        (function, request) -> new InvokeOutcome.Unavailable("Runtime.InvalidEntrypoint", "none");
    RawHttp.Answer unavailable = get("/");

    for (RawHttp.Answer each : List.of(failed, malformed, unavailable)) {
      assertThat(each.status()).isEqualTo(502);
      assertThat(each.text()).isEqualTo(failure());
    }
  }

  @Test
  void aThrottleIsTooManyRequests() {
    invoker.behaviour =
        (function, request) ->
            new InvokeOutcome.Throttled(InvokeOutcome.Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);

    assertThat(get("/").status()).isEqualTo(429);
  }

  @Test
  void tooLongABodyIsRefused() {
    assertThat(send("POST", "/", new byte[limit() + 1]).status()).isEqualTo(413);
    assertThat(invoker.requests).isEmpty();
  }

  @Test
  void bodiesThatAreNoTextComeInBase64() {
    send("PUT", "/", new byte[] {-1, 0}, "Content-Type: image/png");

    assertThat(event().get("body")).isEqualTo("/wA=");
    assertThat(event().get("isBase64Encoded")).isEqualTo(true);
  }

  @Test
  void base64IsUndone() {
    answering(
        "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"image/png\"},"
            + "\"body\":\"/wA=\",\"isBase64Encoded\":true}");
    RawHttp.Answer answer = get("/", "Accept: image/png");

    assertThat(answer.body()).containsExactly(-1, 0);
    assertThat(answer.header("Content-Type")).contains("image/png");
  }

  @Test
  void aFunctionThatIsNotThereIsNotCalled() {
    functions.known.clear();

    assertThat(get("/").status()).isEqualTo(closedStatus());
    assertThat(invoker.requests).isEmpty();
  }

  @Test
  void aStrictDoorWantsAPermission() {
    open(true);
    assertThat(get("/").status()).isEqualTo(closedStatus());
    functions.permits = true;
    assertThat(get("/").status()).isEqualTo(200);
  }

  @Test
  void thePhasesOfTheDoorAreOnTheTimeline() {
    String id = get("/").header("x-amzn-RequestId").orElseThrow();

    assertThat(timelines.find(id).orElseThrow().snapshot().phases().stream().map(Phase::name))
        .startsWith("route", "authorize", "integrate");
  }

  @Test
  void aCallerMayWantTheConnectionClosed() {
    assertThat(get("/", "Connection: close").header("Connection")).contains("close");
    assertThat(get("/").header("Connection")).contains("keep-alive");
  }

  @Test
  void aConnectionServesManyRequests() {
    for (int i = 0; i < 20; i++) {
      assertThat(get("/" + i).text()).isEqualTo("ok");
    }
  }

  @Test
  void hostileRequestsAreAnswered() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String letters = "%&=;/?+\"\\{}[]:,a0.$~";
    for (int round = 0; round < 200; round++) {
      StringBuilder path = new StringBuilder("/");
      for (int i = random.nextInt(12); i > 0; i--) {
        path.append(letters.charAt(random.nextInt(letters.length())));
      }
      RawHttp.Answer answer =
          send("GET", path.toString(), new byte[0], "Cookie: " + path, "Accept: " + path);
      assertThat(answer.status()).as("seed " + seed + " " + path).isIn(200, 400, 403);
    }
  }
}

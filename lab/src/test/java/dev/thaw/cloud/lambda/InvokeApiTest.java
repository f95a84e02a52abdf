package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeApiTest {

  private static final String STREAM = "/2021-11-15/functions/hello/response-streaming-invocations";

  @TempDir Path folder;
  private LambdaWorld world;
  private Api api;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    api = new Api(world.port());
    api.create("hello", ",\"Publish\":true");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void answersWithWhatTheFunctionAnswers() {
    Reply reply = api.invoke("hello", "{\"a\":1}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"a\":1}");
    assertThat(reply.header("x-amz-executed-version")).isEqualTo("$LATEST");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.header("x-amzn-trace-id"))
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0");
    assertThat(reply.headers()).doesNotContainKeys("x-amz-function-error", "x-amz-log-result");
  }

  @Test
  void theRequestIdNamesTheTimeline() {
    Reply reply = api.invoke("hello", "{}");

    String id = reply.header("x-amzn-requestid");
    Snapshot timeline = world.timelines.find(id).orElseThrow().snapshot();
    assertThat(world.invoker.requests.getFirst().requestId()).isEqualTo(id);
    assertThat(timeline.phases()).extracting(Phase::name).contains("receive");
    assertThat(timeline.sealed()).isTrue();
  }

  @Test
  void tellsOfAnErrorOfTheFunctionAndOfItsLog() {
    world.invoker.behaviour = (function, request) -> FakeInvoker.failed("{\"errorType\":\"E\"}");

    Reply reply = api.invoke("hello", "{}", "X-Amz-Log-Type", "Tail");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("x-amz-function-error")).isEqualTo("Unhandled");
    assertThat(new String(Base64.getDecoder().decode(reply.header("x-amz-log-result")), UTF_8))
        .isEqualTo("ERROR\n");
  }

  @Test
  void anAbsentEventIsAnEmptyObject() {
    assertThat(api.invoke("hello", "").text()).isEqualTo("{}");
  }

  @Test
  void refusesAnEventThatIsNoJson() {
    Reply reply = api.invoke("hello", "{oops");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.errorType()).isEqualTo("InvalidRequestContentException");
    assertThat(reply.text()).contains("Could not parse request body into json: ");
    assertThat(world.invoker.requests).isEmpty();
  }

  @Test
  void refusesAnEventOverTheLimit() {
    Reply reply = api.invoke("hello", "\"" + "x".repeat(6 << 20) + "\"");
    Reply event =
        api.invoke("hello", "\"" + "x".repeat(1 << 20) + "\"", "X-Amz-Invocation-Type", "Event");

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.errorType()).isEqualTo("RequestTooLargeException");
    assertThat(reply.text())
        .contains("Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    assertThat(event.status()).isEqualTo(413);
  }

  @Test
  void takesAnEventJustAtTheLimit() {
    String event = "\"" + "x".repeat((6 << 20) - 2) + "\"";

    assertThat(api.invoke("hello", event).body()).hasSize(6 << 20);
  }

  @Test
  void tellsWhyItThrottles() {
    world.invoker.behaviour =
        (function, request) ->
            new InvokeOutcome.Throttled(
                InvokeOutcome.Reason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);

    Reply reply = api.invoke("hello", "{}");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.errorType()).isEqualTo("TooManyRequestsException");
    assertThat(reply.json().text("Reason"))
        .isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
    assertThat(reply.json().text("Type")).isEqualTo("User");
    assertThat(reply.json().text("message")).isEqualTo("Rate Exceeded.");
  }

  @Test
  void aDryRunRunsNothing() {
    Reply reply = api.invoke("hello", "{}", "X-Amz-Invocation-Type", "DryRun");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(world.invoker.requests).isEmpty();
    assertThat(api.invoke("nobody", "{}", "X-Amz-Invocation-Type", "DryRun").status())
        .isEqualTo(404);
  }

  @Test
  void handsOnContextTraceAndQualifiedArn() {
    String context = Base64.getEncoder().encodeToString("{\"custom\":{}}".getBytes(UTF_8));

    Reply reply =
        api.send(
            "POST",
            Api.FUNCTIONS + "/hello/invocations?Qualifier=1",
            "{}",
            "X-Amz-Client-Context",
            context,
            "X-Amzn-Trace-Id",
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");

    assertThat(reply.header("x-amz-executed-version")).isEqualTo("1");
    assertThat(reply.header("x-amzn-trace-id"))
        .isEqualTo("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
    assertThat(world.invoker.requests.getFirst().clientContext()).isEqualTo("{\"custom\":{}}");
    assertThat(world.invoker.requests.getFirst().invokedArn()).endsWith(":function:hello:1");
    assertThat(world.invoker.requests.getFirst().traceHeader()).contains("Parent=53995c3f42cd8ad8");
  }

  @Test
  void refusesAContextThatIsNoJson() {
    assertThat(api.invoke("hello", "{}", "X-Amz-Client-Context", "%%%").errorType())
        .isEqualTo("InvalidRequestContentException");
  }

  @Test
  void anEventIsAcknowledgedAndThenRun() {
    Reply reply = api.invoke("hello", "{\"a\":1}", "X-Amz-Invocation-Type", "Event");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body()).isEmpty();
    await().untilAsserted(() -> assertThat(world.invoker.requests).hasSize(1));
    assertThat(world.invoker.requests.getFirst().payload()).isEqualTo("{\"a\":1}".getBytes(UTF_8));
    assertThat(world.invoker.requests.getFirst().requestId())
        .isEqualTo(reply.header("x-amzn-requestid"));
  }

  @Test
  void streamsTheAnswerInEvents() {
    world.invoker.behaviour = FakeInvoker.streaming("one ", "two");

    Reply reply = api.send("POST", STREAM, "{}", "X-Amz-Log-Type", "Tail");

    List<Map.Entry<String, String>> events = events(reply.body());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("application/vnd.amazon.eventstream");
    assertThat(reply.header("x-amz-executed-version")).isEqualTo("$LATEST");
    assertThat(events)
        .extracting(Map.Entry::getKey)
        .containsExactly("PayloadChunk", "PayloadChunk", "InvokeComplete");
    assertThat(events.get(0).getValue()).isEqualTo("one ");
    assertThat(events.get(2).getValue()).contains("LogResult");
  }

  @Test
  void streamsABufferedAnswerAsOneChunk() {
    Reply reply = api.send("POST", STREAM, "{\"a\":1}");

    assertThat(events(reply.body()))
        .containsExactly(Map.entry("PayloadChunk", "{\"a\":1}"), Map.entry("InvokeComplete", "{}"));
  }

  @Test
  void aStreamTellsAtItsEndThatTheFunctionFailed() {
    world.invoker.behaviour = (function, request) -> FakeInvoker.failed("{\"errorType\":\"Boom\"}");

    Reply reply = api.send("POST", STREAM, "{}");

    assertThat(events(reply.body()))
        .hasSize(1)
        .first()
        .satisfies(event ->
            assertThat(event.getValue()).contains("\"ErrorCode\":\"Boom\"", "ErrorDetails"));
  }

  @Test
  void aThrottledStreamIsAPlainError() {
    world.invoker.behaviour =
        (function, request) ->
            new InvokeOutcome.Throttled(InvokeOutcome.Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);

    assertThat(api.send("POST", STREAM, "{}").status()).isEqualTo(429);
  }

  private static List<Map.Entry<String, String>> events(byte[] body) {
    List<Map.Entry<String, String>> events = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(body);
    while (buffer.hasRemaining()) {
      int start = buffer.position();
      int total = buffer.getInt();
      int headers = buffer.getInt();
      String names = new String(body, start + 12, headers, UTF_8);
      String name = names.contains("PayloadChunk") ? "PayloadChunk" : "InvokeComplete";
      int payload = start + 12 + headers;
      events.add(Map.entry(name, new String(body, payload, total - 16 - headers, UTF_8)));
      buffer.position(start + total);
    }
    return events;
  }
}

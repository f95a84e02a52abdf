package dev.thaw.gateway.rest;

import static dev.thaw.gateway.TestFunctions.ARN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.TestJson;
import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.timeline.Phase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions behind `AWS_PROXY`.
class RestProxyTest {

  private final TestApi api = new TestApi();

  @BeforeEach
  void deploy() {
    api.with("/", "GET", TestApi.proxy())
        .with("/{proxy+}", "ANY", TestApi.proxy())
        .with("/users/{id}", "GET", TestApi.proxy());
    answering("{\"statusCode\":200,\"body\":\"ok\"}");
  }

  private void answering(String payload) {
    api.invoker.behaviour = (function, request) -> FakeInvoker.answered(payload.getBytes(UTF_8));
  }

  private Map<String, @Nullable Object> event() {
    return TestJson.object(api.invoker.requests.getLast().payload());
  }

  @Test
  void theEventIsPayloadVersionOne() {
    api.variables.put("color", "blue");
    TestReply reply =
        api.call(
            TestRequest.get("/dev/users/a%20b?x=1&x=2&y=%C3%A4")
                .with("X-Custom", "one")
                .with("x-custom", "two")
                .with("User-Agent", "curl/8")
                .with("Connection", "keep-alive"));

    assertThat(reply.text()).isEqualTo("ok");
    Map<String, @Nullable Object> event = event();
    assertThat(event.keySet())
        .containsExactly(
            "resource",
            "path",
            "httpMethod",
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "pathParameters",
            "stageVariables",
            "requestContext",
            "body",
            "isBase64Encoded");
    assertThat(event)
        .containsEntry("resource", "/users/{id}")
        .containsEntry("path", "/users/a%20b")
        .containsEntry("httpMethod", "GET")
        .containsEntry("queryStringParameters", Map.of("x", "2", "y", "ä"))
        .containsEntry(
            "multiValueQueryStringParameters", Map.of("x", List.of("1", "2"), "y", List.of("ä")))
        .containsEntry("pathParameters", Map.of("id", "a%20b"))
        .containsEntry("stageVariables", Map.of("color", "blue"))
        .containsEntry("body", null)
        .containsEntry("isBase64Encoded", false);
    assertThat(EventText.write(event.get("headers")))
        .contains("\"Host\":\"" + TestApi.HOST + "\",\"X-Custom\":\"two\"")
        .contains(
            "\"X-Forwarded-For\":\"192.0.2.7\",\"X-Forwarded-Port\":\"443\","
                + "\"X-Forwarded-Proto\":\"https\"")
        .doesNotContain("Connection");
    assertThat(EventText.write(event.get("multiValueHeaders")))
        .contains("\"X-Custom\":[\"one\",\"two\"]");
    Map<String, @Nullable Object> context = TestJson.object(event, "requestContext");
    assertThat(context.keySet())
        .containsExactly(
            "resourceId",
            "resourcePath",
            "httpMethod",
            "extendedRequestId",
            "requestTime",
            "path",
            "accountId",
            "protocol",
            "stage",
            "domainPrefix",
            "requestTimeEpoch",
            "requestId",
            "identity",
            "domainName",
            "deploymentId",
            "apiId");
    assertThat(context.get("path")).isEqualTo("/dev/users/a%20b");
    assertThat(String.valueOf(context.get("requestTime")))
        .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(EventText.write(context.get("identity")))
        .contains("\"sourceIp\":\"192.0.2.7\"", "\"userAgent\":\"curl/8\"", "\"user\":null");
  }

  @Test
  void whatIsNotThereIsNull() {
    api.call(TestRequest.get("/dev/"));

    assertThat(event())
        .containsEntry("queryStringParameters", null)
        .containsEntry("multiValueQueryStringParameters", null)
        .containsEntry("pathParameters", null)
        .containsEntry("stageVariables", null)
        .containsEntry("path", "/");
  }

  @Test
  void aStageWithoutASlashIsTheRoot() {
    api.call(TestRequest.get("/dev"));

    assertThat(event()).containsEntry("path", "/").containsEntry("resource", "/");
  }

  @Test
  void aLocalPathIsAWayInToo() {
    api.call(
        TestRequest.get("/restapis/" + TestApi.ID + "/dev/_user_request_/users/7"),
        "localhost:4566");

    assertThat(event()).containsEntry("path", "/users/7");
    assertThat(EventText.write(event().get("headers")))
        .contains("\"X-Forwarded-Port\":\"4566\",\"X-Forwarded-Proto\":\"http\"");
  }

  @Test
  void binaryTypesAreHandedOverInBase64() {
    api.binary.add("image/png");
    api.call(
        TestRequest.of("POST", "/dev/x").with("Content-Type", "image/png").body(new byte[] {-1}));
    assertThat(event()).containsEntry("body", "/w==").containsEntry("isBase64Encoded", true);

    api.call(TestRequest.of("POST", "/dev/x").with("Content-Type", "text/plain").body("ä"));
    assertThat(event()).containsEntry("body", "ä").containsEntry("isBase64Encoded", false);
  }

  @Test
  void base64IsUndoneForThoseWhoAcceptABinaryType() {
    api.binary.add("image/png");
    answering("{\"statusCode\":200,\"body\":\"AAH/\",\"isBase64Encoded\":true}");

    TestReply binary = api.call(TestRequest.get("/dev/x").with("Accept", "image/png, */*"));
    assertThat(binary.bytes()).containsExactly(0, 1, 255);
    TestReply text = api.call(TestRequest.get("/dev/x").with("Accept", "text/html,image/png"));
    assertThat(text.text()).isEqualTo("AAH/");
  }

  @Test
  void withAllTypesBinaryBase64IsAlwaysUndone() {
    api.binary.add("*/*");
    answering("{\"statusCode\":200,\"body\":\"AAH/\",\"isBase64Encoded\":true}");

    assertThat(api.call(TestRequest.get("/dev/x")).bytes()).containsExactly(0, 1, 255);
  }

  @Test
  void theAnswerSaysStatusFieldsAndBody() {
    answering(
        """
        {"statusCode":"201","headers":{"X-One":"1","X-Both":"single","Date":"never"},
         "multiValueHeaders":{"Set-Cookie":["a=1","b=2"],"X-Both":["multi"]},"body":"made"}\
        """);
    TestReply reply = api.call(TestRequest.get("/dev/x"));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.text()).isEqualTo("made");
    assertThat(reply.header("Content-Type")).contains("application/json");
    assertThat(reply.header("X-One")).contains("1");
    assertThat(reply.all("X-Both")).containsExactly("multi");
    assertThat(reply.all("Set-Cookie")).containsExactly("a=1", "b=2");
    assertThat(reply.header("x-amzn-Remapped-Date")).contains("never");
    assertThat(reply.header("x-amzn-RequestId")).contains("request-1");
    assertThat(reply.header("x-amz-apigw-id").orElseThrow()).hasSize(16);
    assertThat(reply.header("X-Amzn-Trace-Id").orElseThrow()).startsWith("Root=1-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\"",
        "null",
        "[]",
        "{\"hello\":\"world\"}",
        "{\"statusCode\":200,\"body\":{\"a\":1}}",
        "{\"statusCode\":\"x\"}",
        "{\"statusCode\":200,\"headers\":\"x\"}",
        "{\"statusCode\":200,\"headers\":{\"a\":\"b\\nc\"}}"
      })
  void whatMakesNoResponseIsABadGateway(String payload) {
    answering(payload);
    assertInternal(api.call(TestRequest.get("/dev/x")), 502);
  }

  private static void assertInternal(TestReply reply, int status) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Internal server error\"}");
    assertThat(reply.header("x-amzn-ErrorType")).contains("InternalServerErrorException");
    assertThat(reply.header("x-amzn-RequestId")).contains("request-1");
  }

  @Test
  void aFailedFunctionIsABadGateway() {
    api.invoker.behaviour = (function, request) -> FakeInvoker.failed("{}");
    assertInternal(api.call(TestRequest.get("/dev/x")), 502);
  }

  @Test
  void aFunctionThatIsNotThereIsAServerError() {
    api.functions.known.clear();
    assertInternal(api.call(TestRequest.get("/dev/x")), 500);
  }

  @Test
  void aThrottledFunctionIsTooManyRequests() {
    api.invoker.behaviour =
        (function, request) ->
            new InvokeOutcome.Throttled(InvokeOutcome.Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    TestReply reply = api.call(TestRequest.get("/dev/x"));

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Too Many Requests\"}");
  }

  @Test
  void aCallerDoesNotWaitForever() throws InterruptedException {
    api.with("/slow", "GET", TestApi.proxy(50));
    CountDownLatch released = new CountDownLatch(1);
    api.invoker.behaviour =
        (function, request) -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return FakeInvoker.answered("{}".getBytes(UTF_8));
        };
    TestReply reply = new TestReply();
    Thread caller =
        Thread.startVirtualThread(
            () -> api.call(TestRequest.get("/dev/slow"), TestApi.HOST, reply));
    Awaitility.await().until(reply::answered);
    released.countDown();
    caller.join();

    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Endpoint request timed out\"}");
  }

  @Test
  void tenMegabytesAreTheLimitOfAnyBody() {
    TestReply reply = api.call(TestRequest.of("POST", "/dev/x").body(new byte[(10 << 20) + 1]));

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Request Too Long\"}");
    assertThat(api.call(TestRequest.of("POST", "/dev/x").body(new byte[7 << 20])).status())
        .isEqualTo(413);
  }

  @Test
  void tooManyHeaderFieldsAreRefused() {
    assertThat(api.call(TestRequest.get("/dev/x").with("X-Long", "x".repeat(10_300))).status())
        .isEqualTo(431);
  }

  @Test
  void stageVariablesNameTheFunction() {
    api.variables.put("alias", "live");
    api.functions.known.add(ARN + ":live");
    api.with(
        "/v",
        "GET",
        TestApi.integration(
            Integration.Type.AWS_PROXY,
            TestApi.uri(ARN + ":${stageVariables.alias}"),
            29_000,
            Map.of(),
            List.of()));
    api.call(TestRequest.get("/dev/v"));

    assertThat(api.invoker.requests.getLast().invokedArn()).isEqualTo(ARN + ":live");
  }

  @Test
  void withoutAPermissionAStrictDoorFails() {
    api.strictly();
    assertInternal(api.call(TestRequest.get("/dev/users/7")), 500);
    assertThat(api.functions.callers.getFirst().sourceArn())
        .contains(
            "arn:aws:execute-api:us-east-1:123456789012:" + TestApi.ID + "/dev/GET/users/{id}");
    api.functions.permits = true;
    assertThat(api.call(TestRequest.get("/dev/users/7")).status()).isEqualTo(200);
  }

  @Test
  void bigAnswersAreCompressedWhereTheApiAllowsIt() throws IOException {
    api.compression = OptionalInt.of(10);
    String text = "x".repeat(1000);
    answering("{\"statusCode\":200,\"body\":\"" + text + "\"}");
    TestReply packed = api.call(TestRequest.get("/dev/x").with("Accept-Encoding", "gzip, br"));

    assertThat(packed.header("Content-Encoding")).contains("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.bytes())).readAllBytes())
        .isEqualTo(text.getBytes(UTF_8));
    assertThat(api.call(TestRequest.get("/dev/x")).text()).isEqualTo(text);
  }

  @Test
  void compressedBodiesAreUnpackedWhereTheApiAllowsIt() throws IOException {
    api.compression = OptionalInt.of(10);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("hello".getBytes(UTF_8));
    }
    api.call(
        TestRequest.of("POST", "/dev/x")
            .with("Content-Encoding", "gzip")
            .body(packed.toByteArray()));
    assertThat(event()).containsEntry("body", "hello");
    assertThat(
            api.call(TestRequest.of("POST", "/dev/x").with("Content-Encoding", "gzip").body("no"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void thePhasesAreOnTheTimeline() {
    TestRequest request = TestRequest.get("/dev/x");
    request.timeline.hold();
    api.call(request);

    assertThat(request.timeline.snapshot().phases().stream().map(Phase::name))
        .containsExactly("route", "authorize", "integrate", "send");
    assertThat(request.timeline.snapshot().phases()).allMatch(phase -> phase.end().isPresent());
  }

  @Test
  void hostileRequestsNeverBreakTheDoor() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      TestReply reply =
          api.call(
              TestRequest.of(random.nextBoolean() ? "GET" : "PUT", path(random))
                  .with("X-" + noise(random).replace("\0", ""), noise(random))
                  .with("Accept", noise(random))
                  .with("Content-Type", noise(random))
                  .body(noise(random)));
      assertThat(reply.status()).as("seed " + seed).isIn(200, 403);
    }
  }

  @Test
  void hostileAnswersNeverBreakTheDoor() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String whole = "{\"statusCode\":200,\"multiValueHeaders\":{\"a\":[\"b\"]},\"body\":\"x\"}";
    for (int round = 0; round < 500; round++) {
      byte[] bytes = whole.getBytes(UTF_8);
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      answering(new String(bytes, UTF_8));
      assertThat(api.call(TestRequest.get("/dev/x")).status())
          .as("seed " + seed)
          .isBetween(100, 599);
    }
  }

  private static String path(Random random) {
    return (random.nextInt(4) == 0 ? "/" : "/dev/") + noise(random);
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    String letters = "%&=;/?+ \"\\{}[]:,äa0.$\u0001";
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}

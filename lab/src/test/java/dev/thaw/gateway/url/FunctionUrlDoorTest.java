package dev.thaw.gateway.url;

import static dev.thaw.gateway.TestFunctions.ARN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.TestFunctions;
import dev.thaw.gateway.TestJson;
import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.runtimeapi.ResponseStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionUrlDoorTest {

  private static final String ID = "a".repeat(32);
  private static final String HOST = ID + ".lambda-url.us-east-1.on.aws";
  private static final String PRELUDE = "application/vnd.awslambda.http-integration-response";

  private final FakeInvoker invoker = new FakeInvoker();
  private final TestFunctions functions = new TestFunctions();
  private FunctionUrls.Target target = target(false, false, Optional.empty());
  private boolean strict;

  private static FunctionUrls.Target target(boolean signed, boolean streamed, Optional<Cors> cors) {
    return new FunctionUrls.Target(ARN, "123456789012", signed, streamed, cors);
  }

  private TestReply call(TestRequest request) {
    TestReply reply = new TestReply();
    FunctionUrls urls = id -> id.equals(ID) ? Optional.of(target) : Optional.empty();
    try {
      new FunctionUrlDoor(urls, functions, invoker, strict)
          .handle(request.incoming(HOST), ID, reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reply;
  }

  private TestReply answering(String payload) {
    invoker.behaviour = (function, request) -> FakeInvoker.answered(payload.getBytes(UTF_8));
    return call(TestRequest.get("/"));
  }

  private Map<String, @Nullable Object> event() {
    return TestJson.object(invoker.requests.getFirst().payload());
  }

  @Test
  void theEventIsPayloadVersionTwo() {
    call(
        TestRequest.of("POST", "/a%20b/c?x=1&x=2&y=%20&z")
            .with("X-Custom", "one")
            .with("x-custom", "two")
            .with("Cookie", "a=1; b=2")
            .with("User-Agent", "curl/8")
            .with("Content-Type", "application/json; charset=utf-8")
            .with("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793")
            .body("{\"k\":\"ä\"}"));

    Map<String, @Nullable Object> event = event();
    assertThat(event.keySet())
        .containsExactly(
            "version",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "cookies",
            "headers",
            "queryStringParameters",
            "requestContext",
            "body",
            "isBase64Encoded");
    assertThat(event)
        .containsEntry("version", "2.0")
        .containsEntry("routeKey", "$default")
        .containsEntry("rawPath", "/a%20b/c")
        .containsEntry("rawQueryString", "x=1&x=2&y=%20&z")
        .containsEntry("cookies", List.of("a=1", "b=2"))
        .containsEntry("queryStringParameters", Map.of("x", "1,2", "y", " ", "z", ""))
        .containsEntry("body", "{\"k\":\"ä\"}")
        .containsEntry("isBase64Encoded", false);
    assertThat(event.get("headers"))
        .isEqualTo(
            Map.of(
                "host", HOST,
                "x-custom", "one,two",
                "user-agent", "curl/8",
                "content-type", "application/json; charset=utf-8",
                "x-forwarded-for", "192.0.2.7",
                "x-forwarded-proto", "https",
                "x-forwarded-port", "443",
                "x-amzn-trace-id", "Root=1-5759e988-bd862e3fe1be46a994272793"));
    Map<String, @Nullable Object> context = TestJson.object(event, "requestContext");
    assertThat(String.valueOf(context.get("time")))
        .matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(context.get("timeEpoch")).isInstanceOf(Long.class);
    assertThat(EventText.write(context))
        .contains("\"accountId\":\"anonymous\",\"apiId\":\"" + ID + "\",\"domainName\":\"" + HOST)
        .contains(
            "\"http\":{\"method\":\"POST\",\"path\":\"/a%20b/c\",\"protocol\":\"HTTP/1.1\","
                + "\"sourceIp\":\"192.0.2.7\",\"userAgent\":\"curl/8\"}")
        .contains("\"requestId\":\"request-1\",\"routeKey\":\"$default\",\"stage\":\"$default\"");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, false",
    "application/json, false",
    "application/problem+json, false",
    "application/xml, false",
    "application/javascript, false",
    "application/x-www-form-urlencoded, true",
    "multipart/form-data; boundary=x, true",
    "image/png, true",
    "application/octet-stream, true"
  })
  void theTypeOfABodyDecidesWhetherItIsBase64(String type, boolean base64) {
    byte[] content = {1, 2, (byte) 0xff};
    call(TestRequest.of("PUT", "/").with("Content-Type", type).body(content));

    assertThat(event()).containsEntry("isBase64Encoded", base64);
    if (base64) {
      assertThat(event()).containsEntry("body", Base64.getEncoder().encodeToString(content));
    }
  }

  @Test
  void aRequestWithoutABodyHasNone() {
    call(TestRequest.get("/"));

    assertThat(event()).doesNotContainKeys("body", "cookies", "queryStringParameters");
    assertThat(event()).containsEntry("isBase64Encoded", false);
  }

  @Test
  void anObjectWithAStatusSaysHowItIsSent() {
    TestReply reply =
        answering(
            """
            {"statusCode":201,"headers":{"content-type":"text/plain","X-N":5,"X-B":true},
             "cookies":["a=1; Secure","b=2"],"body":"created"}\
            """);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.text()).isEqualTo("created");
    assertThat(reply.all("Content-Type")).containsExactly("text/plain");
    assertThat(reply.header("X-N")).contains("5");
    assertThat(reply.header("X-B")).contains("true");
    assertThat(reply.all("Set-Cookie")).containsExactly("a=1; Secure", "b=2");
    assertThat(reply.header("x-amzn-RequestId")).contains("request-1");
    assertThat(reply.header("X-Amzn-Trace-Id").orElseThrow()).startsWith("Root=1-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"Hello\"", "[1,2]", "null", "{\"message\":\"hi\"}", "{\"headers\":7}", "{}"})
  void anythingElseIsSentAsItIs(String payload) {
    TestReply reply = answering(payload);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).contains("application/json");
    assertThat(reply.text()).isEqualTo(payload);
  }

  @Test
  void base64IsUndone() {
    TestReply reply = answering("{\"statusCode\":200,\"body\":\"AAH/\",\"isBase64Encoded\":true}");

    assertThat(reply.bytes()).containsExactly(0, 1, 255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":\"often\"}",
        "{\"statusCode\":99}",
        "{\"statusCode\":200,\"headers\":[1]}",
        "{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
        "{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}",
        "{\"statusCode\":200,\"cookies\":[\"a\\nb\"]}",
        "{\"statusCode\":200,\"body\":{}}",
        "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"*\"}"
      })
  void whatMakesNoResponseIsABadGateway(String payload) {
    TestReply reply = answering(payload);

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text()).isEqualTo("Internal Server Error");
  }

  @Test
  void aFailedFunctionIsABadGateway() {
    invoker.behaviour = (function, request) -> FakeInvoker.failed("{\"errorType\":\"Oops\"}");
    TestReply reply = call(TestRequest.get("/"));

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.text()).isEqualTo("Internal Server Error");
    assertThat(reply.header("x-amzn-RequestId")).contains("request-1");
  }

  @Test
  void aThrottledFunctionIsTooManyRequests() {
    invoker.behaviour =
        (function, request) ->
            new InvokeOutcome.Throttled(
                InvokeOutcome.Reason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    TestReply reply = call(TestRequest.get("/"));

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.text()).contains("ReservedFunctionConcurrentInvocationLimitExceeded");
  }

  @Test
  void sixMegabytesAreTheLimit() {
    TestReply reply =
        call(
            TestRequest.of("POST", "/")
                .with("Content-Type", "text/plain")
                .body(new byte[6_291_457]));

    assertThat(reply.status()).isEqualTo(413);
    assertThat(invoker.requests).isEmpty();
  }

  @Test
  void anUnknownUrlIsForbidden() {
    target = new FunctionUrls.Target(ARN + ":gone", "123456789012", false, false, Optional.empty());
    TestReply reply = call(TestRequest.get("/"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text()).isEqualTo("{\"Message\":\"Forbidden\"}");
    assertThat(reply.header("x-amzn-ErrorType")).contains("AccessDeniedException");
  }

  @Test
  void aUrlThatWantsSignaturesRefusesOthers() {
    target = target(true, false, Optional.empty());

    assertThat(call(TestRequest.get("/")).status()).isEqualTo(403);
    TestReply signed =
        call(
            TestRequest.get("/")
                .with(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=210987654321/20261124/us-east-1/lambda/aws4_request,"
                        + " SignedHeaders=host, Signature=0"));
    assertThat(signed.status()).isEqualTo(200);
    assertThat(EventText.write(event().get("requestContext")))
        .contains("\"accountId\":\"210987654321\"")
        .contains("\"authorizer\":{\"iam\":{\"accessKey\":\"210987654321\"");
  }

  @Test
  void withoutAPermissionAStrictDoorIsClosed() {
    strict = true;
    assertThat(call(TestRequest.get("/")).status()).isEqualTo(403);
    functions.permits = true;
    assertThat(call(TestRequest.get("/")).status()).isEqualTo(200);
    assertThat(functions.callers.getFirst().urlAuthType()).contains("NONE");
  }

  @Test
  void corsAnswersPreflightsItself() {
    target = target(false, false, Optional.of(cors(List.of("https://a.example"))));
    TestReply allowed = call(preflight("https://a.example"));

    assertThat(allowed.status()).isEqualTo(200);
    assertThat(allowed.header("Access-Control-Allow-Origin")).contains("https://a.example");
    assertThat(allowed.header("Access-Control-Allow-Methods")).contains("GET,PUT");
    assertThat(allowed.header("Access-Control-Allow-Headers")).contains("x-one");
    assertThat(allowed.header("Access-Control-Max-Age")).contains("60");
    assertThat(call(preflight("https://b.example")).header("Access-Control-Allow-Origin"))
        .isEmpty();
    assertThat(invoker.requests).isEmpty();
  }

  private static TestRequest preflight(String origin) {
    return TestRequest.of("OPTIONS", "/")
        .with("Origin", origin)
        .with("Access-Control-Request-Method", "PUT");
  }

  private static Cors cors(List<String> origins) {
    return new Cors(
        true,
        List.of("x-one"),
        List.of("GET", "PUT"),
        origins,
        List.of("x-two"),
        OptionalLong.of(60));
  }

  @Test
  void corsReplacesTheFieldsOfTheFunction() {
    target = target(false, false, Optional.of(cors(List.of("*"))));
    invoker.behaviour =
        (function, request) ->
            FakeInvoker.answered(
                "{\"statusCode\":200,\"headers\":{\"access-control-allow-origin\":\"x\"}}"
                    .getBytes(UTF_8));
    TestReply reply = call(TestRequest.get("/").with("Origin", "https://a.example"));

    assertThat(reply.all("Access-Control-Allow-Origin")).containsExactly("https://a.example");
    assertThat(reply.header("Access-Control-Expose-Headers")).contains("x-two");
    assertThat(reply.header("Access-Control-Allow-Credentials")).contains("true");
  }

  private TestReply streaming(String type, byte[]... parts) {
    target = target(false, true, Optional.empty());
    invoker.behaviour =
        (function, request) -> {
          ResponseStream stream = Objects.requireNonNull(request.stream());
          try {
            stream.begin(type);
            for (byte[] part : parts) {
              stream.write(part, 0, part.length);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return FakeInvoker.answered(new byte[0]);
        };
    return call(TestRequest.get("/"));
  }

  @Test
  void aPreludeSaysStatusAndFields() {
    byte[] all =
        ("{\"statusCode\":404,\"headers\":{\"X-A\":\"b\"},\"cookies\":[\"c=d\"]}"
                + "\0".repeat(8)
                + "not \0here")
            .getBytes(UTF_8);
    for (int cut = 0; cut < all.length; cut++) {
      invoker.requests.clear();
      TestReply reply =
          streaming(PRELUDE, Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length));
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("X-A")).contains("b");
      assertThat(reply.all("Set-Cookie")).containsExactly("c=d");
      assertThat(reply.text()).isEqualTo("not \0here");
      assertThat(reply.closed()).isTrue();
    }
  }

  @Test
  void aStreamWithoutAPreludeIsSentAsItComes() {
    TestReply reply = streaming("text/plain", "one ".getBytes(UTF_8), "two".getBytes(UTF_8));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).contains("text/plain");
    assertThat(reply.text()).isEqualTo("one two");
  }

  @Test
  void aBadPreludeIsABadGateway() {
    assertThat(streaming(PRELUDE, ("{]" + "\0".repeat(8) + "x").getBytes(UTF_8)).status())
        .isEqualTo(502);
    assertThat(streaming(PRELUDE, "{}".getBytes(UTF_8)).status()).isEqualTo(502);
  }

  @Test
  void aStreamThatFailsOnItsWayIsCutOff() {
    target = target(false, true, Optional.empty());
    invoker.behaviour =
        (function, request) -> {
          InvokeOutcome _ = FakeInvoker.streaming("one ").apply(function, request);
          return FakeInvoker.failed("{}");
        };
    assertThatThrownBy(() -> call(TestRequest.get("/"))).hasMessageContaining("on its way");
  }

  @Test
  void hostileRequestsNeverBreakTheDoor() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    invoker.behaviour = (function, request) -> FakeInvoker.answered("{}".getBytes(UTF_8));
    for (int round = 0; round < 500; round++) {
      invoker.requests.clear();
      byte[] body = new byte[random.nextInt(20)];
      random.nextBytes(body);
      TestReply reply =
          call(
              TestRequest.of("GET", "/" + noise(random) + "?" + noise(random))
                  .with("X-" + round, noise(random))
                  .with("Cookie", noise(random))
                  .with("Content-Type", random.nextBoolean() ? "text/plain" : noise(random))
                  .body(body));
      assertThat(reply.status()).as("seed " + seed).isEqualTo(200);
      assertThat(event()).as("seed " + seed).containsEntry("version", "2.0");
    }
  }

  @Test
  void hostileAnswersNeverBreakTheDoor() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String whole =
        "{\"statusCode\":200,\"headers\":{\"a\":\"b\"},\"cookies\":[\"c\"],\"body\":\"x\"}";
    for (int round = 0; round < 500; round++) {
      byte[] bytes = whole.getBytes(UTF_8);
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      TestReply reply = answering(new String(bytes, UTF_8));
      assertThat(reply.status()).as("seed " + seed).isBetween(100, 599);
    }
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    String letters = "%&=;/?+ \"\\{}[]:,äa0\u0001";
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}

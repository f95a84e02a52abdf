package dev.thaw.gateway.rest;

import static dev.thaw.gateway.TestFunctions.ARN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import dev.thaw.gateway.rest.Integration.ContentHandling;
import dev.thaw.lambda.FakeInvoker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Integrations that are no proxies: `MOCK`, and `AWS` with a function.
class MappedIntegrationTest {

  private static final String JSON = "application/json";

  private final TestApi api = new TestApi();

  private static Integration mock(String template, Integration.Response... responses) {
    return TestApi.integration(
        Integration.Type.MOCK, "", 29_000, Map.of(JSON, template), List.of(responses));
  }

  private static Integration lambda(
      Map<String, String> templates, Integration.Response... responses) {
    return TestApi.integration(
        Integration.Type.AWS, TestApi.uri(ARN), 29_000, templates, List.of(responses));
  }

  private String event() {
    return new String(api.invoker.requests.getLast().payload(), UTF_8);
  }

  @Test
  void aMockAnswersPreflights() {
    api.with(
        "/",
        "OPTIONS",
        mock(
            "{\"statusCode\": 200}",
            TestApi.response(
                "200",
                "",
                Map.of(
                    "method.response.header.Access-Control-Allow-Origin", "'*'",
                    "method.response.header.Access-Control-Allow-Headers", "'Content-Type,X-A'"),
                "")));
    TestReply reply = api.call(TestRequest.of("OPTIONS", "/dev/"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEmpty();
    assertThat(reply.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(reply.header("Access-Control-Allow-Headers")).contains("Content-Type,X-A");
    assertThat(api.invoker.requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, 200", "404, 404", "418, 200"})
  void aMockChoosesItsResponseByTheStatus(String asked, int status) {
    api.with(
        "/",
        "GET",
        mock(
            "{\"statusCode\": $input.params('status')}",
            TestApi.response("200", "", Map.of(), "{\"ok\":true}"),
            TestApi.response("404", "4\\d4", Map.of(), "{\"id\":\"$context.requestId\"}")));
    TestReply reply = api.call(TestRequest.get("/dev/?status=" + asked));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).isEqualTo(status == 404 ? "{\"id\":\"request-1\"}" : "{\"ok\":true}");
  }

  @ParameterizedTest
  @CsvSource({"'', 500", "{}, 500", "nothing, 500"})
  void aMockWithoutAStatusIsSetUpWrongly(String template, int status) {
    api.with("/", "GET", mock(template, TestApi.response("200", "", Map.of(), "")));

    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(status);
  }

  @Test
  void aTemplateMakesTheEvent() {
    api.variables.put("color", "blue");
    api.with(
        "/users/{id}",
        "POST",
        lambda(
            Map.of(
                JSON,
                """
                #set($body = $input.path('$'))
                {"id": "$input.params('id')", "q": "$input.params().querystring.q",
                 "agent": "$input.params('User-Agent')", "name": $input.json('$.user.name'),
                 "first": "$body.list[0].x", "none": "$input.path('$.none')",
                 "raw": "$util.escapeJavaScript($input.body)", "b64": "$util.base64Encode('hi')",
                 "stage": "$context.stage", "ip": "$context.identity.sourceIp",
                 "color": "$stageVariables.color", "unset": "$stageVariables.other$context.nothing",
                 "keys": [#foreach($k in $body.keySet())"$k"#if($foreach.hasNext),#end#end]}\
                """),
            TestApi.response("200", "", Map.of(), "")));
    TestReply reply =
        api.call(
            TestRequest.of("POST", "/dev/users/7?q=x")
                .with("User-Agent", "curl")
                .body("{\"user\":{\"name\":\"Ada \\\"L\\\"\"},\"list\":[{\"x\":1}]}"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(event())
        .contains("\"id\": \"7\", \"q\": \"x\"")
        .contains("\"agent\": \"curl\", \"name\": \"Ada \\\"L\\\"\"")
        .contains("\"first\": \"1\", \"none\": \"\"")
        .contains("\"raw\": \"{\\\"user\\\":")
        .contains("\"b64\": \"aGk=\"")
        .contains("\"stage\": \"dev\", \"ip\": \"192.0.2.7\"")
        .contains("\"color\": \"blue\", \"unset\": \"\"")
        .contains("\"keys\": [\"user\",\"list\"]");
  }

  @Test
  void withoutATemplateTheBodyIsTheEvent() {
    api.with("/", "ANY", lambda(Map.of(), TestApi.response("200", "", Map.of(), "")));
    api.call(TestRequest.of("POST", "/dev/").body("{\"a\":1}"));
    assertThat(event()).isEqualTo("{\"a\":1}");

    api.call(TestRequest.get("/dev/"));
    assertThat(event()).isEqualTo("{}");
    assertThat(api.call(TestRequest.of("POST", "/dev/").body("no json")).status()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({
    "WHEN_NO_MATCH, text/plain, 200",
    "WHEN_NO_TEMPLATES, text/plain, 415",
    "NEVER, text/plain, 415",
    "NEVER, application/json, 200"
  })
  void aBodyWithoutATemplateMayBeRefused(String passthrough, String type, int status) {
    Integration base = lambda(Map.of(JSON, "{}"), TestApi.response("200", "", Map.of(), ""));
    api.with(
        "/",
        "POST",
        new Integration(
            base.type(),
            base.verb(),
            base.uri(),
            base.parameters(),
            base.templates(),
            passthrough,
            base.contentHandling(),
            base.timeoutMs(),
            base.credentials(),
            base.connection(),
            base.responses()));
    TestReply reply =
        api.call(TestRequest.of("POST", "/dev/").with("Content-Type", type).body("7"));

    assertThat(reply.status()).isEqualTo(status);
    if (status == 415) {
      assertThat(reply.text()).isEqualTo("{\"message\":\"Unsupported Media Type\"}");
    }
  }

  @Test
  void theErrorMessageChoosesTheResponse() {
    api.with(
        "/",
        "GET",
        lambda(
            Map.of(),
            TestApi.response("200", "", Map.of(), ""),
            TestApi.response(
                "404",
                ".*not found.*",
                Map.of("method.response.header.X-Why", "integration.response.body.errorMessage"),
                "{\"why\": $input.json('$.errorMessage')}"),
            TestApi.response("500", ".+", Map.of(), "")));
    api.invoker.behaviour =
        (function, request) -> FakeInvoker.failed("{\"errorMessage\":\"cat not found\"}");
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("{\"why\": \"cat not found\"}");
    assertThat(reply.header("X-Why")).contains("cat not found");

    api.invoker.behaviour = (function, request) -> FakeInvoker.failed("{\"errorMessage\":\"x\"}");
    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(500);
    api.invoker.behaviour =
        (function, request) ->
            FakeInvoker.answered("{\"errorMessage\":\"not found\"}".getBytes(UTF_8));
    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(200);
  }

  @Test
  void aTemplateMayOverrideTheResponse() {
    api.with(
        "/",
        "GET",
        lambda(
            Map.of(),
            TestApi.response(
                "200",
                "",
                Map.of(),
                "#set($context.responseOverride.status = 202)"
                    + "#set($context.responseOverride.header.X-Made = \"$context.stage\")done")));
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("X-Made")).contains("dev");
    assertThat(reply.text()).isEqualTo("done");
  }

  @Test
  void aFunctionMayAnswerBytesInBase64() {
    api.with(
        "/",
        "GET",
        lambda(
            Map.of(),
            new Integration.Response(
                "200",
                Optional.empty(),
                Map.of("method.response.header.Content-Type", "'image/png'"),
                Map.of(),
                Optional.of(ContentHandling.CONVERT_TO_BINARY))));
    api.invoker.behaviour = (function, request) -> FakeInvoker.answered("\"AAH/\"".getBytes(UTF_8));
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.bytes()).containsExactly(0, 1, 255);
    assertThat(reply.header("Content-Type")).contains("image/png");
  }

  @Test
  void whatIsNotEmulatedIsNamed() {
    api.with(
            "/s3",
            "GET",
            TestApi.integration(
                Integration.Type.AWS,
                "arn:aws:apigateway:us-east-1:s3:path/b",
                29_000,
                Map.of(),
                List.of()))
        .with("/macro", "GET", mock("#parse('x')", TestApi.response("200", "", Map.of(), "")));
    TestReply reply = api.call(TestRequest.get("/dev/s3"));

    assertThat(reply.status()).isEqualTo(501);
    assertThat(reply.text())
        .isEqualTo(
            "{\"message\":\"AWS integration with arn:aws:apigateway:us-east-1:s3:path/b"
                + " is not emulated by thaw\"}");
    assertThat(api.call(TestRequest.get("/dev/macro")).status()).isEqualTo(500);
  }
}

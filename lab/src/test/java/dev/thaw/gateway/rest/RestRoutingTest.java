package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.gateway.TestJson;
import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import dev.thaw.gateway.rest.RestApi.GatewayResponse;
import dev.thaw.gateway.rest.RestApi.Validator;
import dev.thaw.lambda.FakeInvoker;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where requests go, and what they are told that go nowhere.
class RestRoutingTest {

  private final TestApi api = new TestApi();

  RestRoutingTest() {
    api.invoker.behaviour =
        (function, request) -> FakeInvoker.answered("{\"statusCode\":200}".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/users, /users",
    "/users/, /users",
    "/users/me, /users/me",
    "/users/7, /users/{id}",
    "/users/7/, /users/{id}",
    "/users/7/pets, /users/{id}/pets",
    "/users/me/pets, /users/{id}/pets",
    "/users/7/cars, /users/{id}/{proxy+}",
    "/users/7/cars/8, /users/{id}/{proxy+}",
    "/other, /{proxy+}",
    "/users/me/x, /users/{id}/{proxy+}",
    "/a//b, /{proxy+}"
  })
  void theMostSpecificResourceWins(String path, String resource) {
    for (String each :
        new String[] {
          "/",
          "/users",
          "/users/me",
          "/users/{id}",
          "/users/{id}/pets",
          "/users/{id}/{proxy+}",
          "/{proxy+}"
        }) {
      api.with(each, "GET", TestApi.proxy());
    }
    api.call(TestRequest.get("/dev" + path));

    Map<String, @Nullable Object> event = TestJson.object(api.invoker.requests.getLast().payload());
    assertThat(event.get("resource")).isEqualTo(resource);
  }

  @Test
  void aGreedyParameterTakesTheRest() {
    api.with("/files/{proxy+}", "ANY", TestApi.proxy());
    api.call(TestRequest.of("PATCH", "/dev/files/a/b%2Fc/"));

    Map<String, @Nullable Object> event = TestJson.object(api.invoker.requests.getLast().payload());
    assertThat(event.get("pathParameters")).isEqualTo(Map.of("proxy", "a/b%2Fc"));
    assertThat(event.get("httpMethod")).isEqualTo("PATCH");
  }

  @Test
  void whatIsNotThereIsAMissingToken() {
    api.with("/users", "GET", TestApi.proxy());

    for (TestRequest request :
        new TestRequest[] {TestRequest.get("/dev/cars"), TestRequest.of("POST", "/dev/users")}) {
      TestReply reply = api.call(request);
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.text()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
      assertThat(reply.header("x-amzn-ErrorType")).contains("MissingAuthenticationTokenException");
    }
  }

  @Test
  void anUnknownStageIsForbidden() {
    TestReply reply = api.call(TestRequest.get("/prod/users"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(reply.header("x-amzn-ErrorType")).contains("ForbiddenException");
  }

  @Test
  void aDisabledEndpointIsForbidden() {
    api.with("/", "GET", TestApi.proxy());
    api.closed = true;

    assertThat(api.call(TestRequest.get("/dev/")).text()).isEqualTo("{\"message\":\"Forbidden\"}");
  }

  @Test
  void gatewayResponsesAreCustomised() {
    api.with("/", "GET", TestApi.proxy());
    api.responses.put(
        "MISSING_AUTHENTICATION_TOKEN",
        new GatewayResponse(
            Optional.of("404"),
            Map.of(
                "gatewayresponse.header.Access-Control-Allow-Origin", "'*'",
                "gatewayresponse.header.X-Path", "context.path",
                "gatewayresponse.header.X-Agent", "method.request.header.User-Agent"),
            Map.of(
                "application/json",
                "{\"error\":$context.error.messageString,\"type\":\"$context.error.responseType\"}")));
    TestReply reply = api.call(TestRequest.get("/dev/none").with("User-Agent", "curl"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text())
        .isEqualTo(
            "{\"error\":\"Missing Authentication Token\","
                + "\"type\":\"MISSING_AUTHENTICATION_TOKEN\"}");
    assertThat(reply.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(reply.header("X-Path")).contains("/dev/none");
    assertThat(reply.header("X-Agent")).contains("curl");
  }

  @Test
  void aFamilyOfGatewayResponsesIsCustomisedAtOnce() {
    api.with("/", "GET", TestApi.proxy());
    api.responses.put(
        "DEFAULT_4XX",
        new GatewayResponse(
            Optional.empty(), Map.of("gatewayresponse.header.X-A", "'b'"), Map.of()));
    TestReply reply = api.call(TestRequest.get("/dev/none"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.header("X-A")).contains("b");
    assertThat(reply.text()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
  }

  @Test
  void aMethodMayWantAKey() {
    api.keys.put("secret-value", "key-id");
    api.with("/", "GET", TestApi.keyed(TestApi.method(TestApi.proxy())));

    assertThat(api.call(TestRequest.get("/dev/")).text()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(api.call(TestRequest.get("/dev/").with("x-api-key", "no")).status()).isEqualTo(403);
    assertThat(api.call(TestRequest.get("/dev/").with("x-api-key", "secret-value")).status())
        .isEqualTo(200);
    assertThat(new String(api.invoker.requests.getLast().payload(), UTF_8))
        .contains("\"apiKey\":\"secret-value\",\"apiKeyId\":\"key-id\"");
  }

  @Test
  void aStageMayLimitARate() {
    api.with("/", "GET", TestApi.proxy());
    api.settings.put(
        "*/*", new Stage.MethodSettings(false, "OFF", false, Optional.of(2), Optional.of(0.001)));
    api.redeploy();

    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(200);
    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(200);
    TestReply third = api.call(TestRequest.get("/dev/"));
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.text()).isEqualTo("{\"message\":\"Too Many Requests\"}");
  }

  @Test
  void aValidatorWantsParameters() {
    api.validators.put("v1", new Validator("all", false, true));
    api.with(
        "/",
        "GET",
        TestApi.validated(
            TestApi.method(TestApi.proxy()),
            Map.of(
                "method.request.querystring.page", true,
                "method.request.header.X-Tenant", true,
                "method.request.querystring.sort", false),
            Map.of()));
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .isEqualTo("{\"message\":\"Missing required request parameters: [X-Tenant, page]\"}");
    assertThat(api.call(TestRequest.get("/dev/?page=1").with("x-tenant", "a")).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\"} | 200",
        "{\"name\":\"a\",\"age\":3,\"tags\":[\"x\",\"y\"]} | 200",
        "{\"age\":3} | 400",
        "{\"name\":1} | 400",
        "{\"name\":\"\"} | 400",
        "{\"name\":\"a\",\"age\":-1} | 400",
        "{\"name\":\"a\",\"age\":1.5} | 400",
        "{\"name\":\"a\",\"tags\":[\"x\",\"x\"]} | 400",
        "{\"name\":\"a\",\"tags\":[1]} | 400",
        "{\"name\":\"a\",\"other\":1} | 400",
        "{\"name\":\"a\",\"kind\":\"cat\"} | 200",
        "{\"name\":\"a\",\"kind\":\"cow\"} | 400",
        "[] | 400",
        "nothing | 400",
        "'' | 400"
      })
  void aValidatorWantsABody(String body, int status) {
    api.validators.put("v1", new Validator("all", true, false));
    api.models.put(
        "Pet",
        """
        {"$schema":"http://json-schema.org/draft-04/schema#","type":"object","required":["name"],
         "additionalProperties":false,
         "properties":{"name":{"type":"string","minLength":1},"age":{"type":"integer","minimum":0},
           "tags":{"type":"array","items":{"$ref":"#/definitions/tag"},"uniqueItems":true},
           "kind":{"$ref":"https://apigateway.amazonaws.com/restapis/x/models/Kind"}},
         "definitions":{"tag":{"type":"string"}}}\
        """);
    api.models.put("Kind", "{\"enum\":[\"cat\",\"dog\"]}");
    api.with(
        "/",
        "POST",
        TestApi.validated(
            TestApi.method(TestApi.proxy()), Map.of(), Map.of("application/json", "Pet")));
    TestReply reply = api.call(TestRequest.of("POST", "/dev/").body(body.equals("''") ? "" : body));

    assertThat(reply.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(reply.text()).isEqualTo("{\"message\":\"Invalid request body\"}");
    }
  }

  @Test
  void aPolicyCountsInAStrictDoorOnly() {
    api.with("/", "GET", TestApi.proxy());
    api.functions.permits = true;
    api.policy =
        Optional.of(
            """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke",
               "Resource":"execute-api:/*"},
              {"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke",
               "Resource":"execute-api:/*",
               "Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8"]}}}]}\
            """);
    assertThat(api.call(TestRequest.get("/dev/")).status()).isEqualTo(200);
    api.strictly();
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text()).contains("User: anonymous is not authorized to perform");
  }
}

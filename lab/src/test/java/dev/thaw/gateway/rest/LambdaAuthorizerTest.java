package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.TestJson;
import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import dev.thaw.gateway.rest.RestApi.Authorizer;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.InvokeOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaAuthorizerTest {

  private static final String GUARD = "arn:aws:lambda:us-east-1:123456789012:function:guard";
  private static final String METHOD =
      "arn:aws:execute-api:us-east-1:123456789012:" + TestApi.ID + "/dev/GET/users/7";

  private final TestApi api = new TestApi();
  private InvokeOutcome verdict = says("Allow", METHOD);

  @BeforeEach
  void deploy() {
    api.functions.known.add(GUARD);
    api.invoker.behaviour =
        (function, request) ->
            function.name().equals("guard")
                ? verdict
                : FakeInvoker.answered("{\"statusCode\":200}".getBytes(UTF_8));
    guardedBy("TOKEN", "method.request.header.Authorization", 0, "");
  }

  private void guardedBy(String type, String source, int ttl, String pattern) {
    api.authorizers.put(
        "a1",
        new Authorizer(
            "a1",
            "guard",
            type,
            TestApi.uri(GUARD),
            source,
            ttl,
            Optional.of(pattern).filter(each -> !each.isEmpty()),
            List.of()));
    api.with(
        "/users/{id}", "GET", TestApi.authorized(TestApi.method(TestApi.proxy()), "CUSTOM", "a1"));
  }

  private static InvokeOutcome says(String effect, String resource) {
    return FakeInvoker.answered(
        ("{\"principalId\":\"ada\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Action\":\"execute-api:Invoke\",\"Effect\":\""
                + effect
                + "\",\"Resource\":[\""
                + resource
                + "\"]}]},\"context\":{\"role\":\"admin\",\"n\":5,\"ok\":true}}")
            .getBytes(UTF_8));
  }

  private TestReply call(String token) {
    return api.call(TestRequest.get("/dev/users/7").with("Authorization", token));
  }

  private Map<String, @Nullable Object> asked(int call) {
    return TestJson.object(api.invoker.requests.get(call).payload());
  }

  @Test
  void aTokenAuthorizerIsAskedAboutTheToken() {
    assertThat(call("Bearer x").status()).isEqualTo(200);

    assertThat(asked(0))
        .isEqualTo(Map.of("type", "TOKEN", "authorizationToken", "Bearer x", "methodArn", METHOD));
    assertThat(EventText.write(asked(1).get("requestContext")))
        .contains(
            "\"authorizer\":{\"role\":\"admin\",\"n\":\"5\",\"ok\":\"true\",\"principalId\":\"ada\","
                + "\"integrationLatency\":");
  }

  @Test
  void aRequestAuthorizerIsAskedAboutTheRequest() {
    guardedBy("REQUEST", "method.request.header.X-One, method.request.querystring.two", 0, "");
    assertThat(api.call(TestRequest.get("/dev/users/7?two=2").with("X-One", "1")).status())
        .isEqualTo(200);
    assertThat(asked(0).get("type")).isEqualTo("REQUEST");
    assertThat(asked(0).get("methodArn")).isEqualTo(METHOD);
    assertThat(asked(0).get("pathParameters")).isEqualTo(Map.of("id", "7"));
    assertThat(asked(0).containsKey("body")).isFalse();
    assertUnauthorized(api.call(TestRequest.get("/dev/users/7?two=2")));
  }

  private static void assertUnauthorized(TestReply reply) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(reply.header("x-amzn-ErrorType")).contains("UnauthorizedException");
  }

  @Test
  void nobodyIsAskedWithoutAToken() {
    assertUnauthorized(api.call(TestRequest.get("/dev/users/7")));
    guardedBy("TOKEN", "method.request.header.Authorization", 0, "Bearer [a-z]+");
    assertUnauthorized(call("Basic x"));
    assertThat(api.invoker.requests).isEmpty();
  }

  @Test
  void aFunctionSaysNoByFailing() {
    verdict = FakeInvoker.failed("{\"errorMessage\":\"Unauthorized\"}");
    assertUnauthorized(call("x"));
  }

  @ParameterizedTest
  @CsvSource({
    "Allow, arn:aws:execute-api:us-east-1:*:*/dev/GET/users/*, 200",
    "Allow, *, 200",
    "Allow, arn:aws:execute-api:us-east-1:123456789012:abcde12345/*/GET/users/?, 200",
    "Allow, arn:aws:execute-api:us-east-1:123456789012:abcde12345/dev/POST/*, 403",
    "Deny, *, 403"
  })
  void thePolicyDecides(String effect, String resource, int status) {
    verdict = says(effect, resource);
    TestReply reply = call("x");

    assertThat(reply.status()).isEqualTo(status);
    if (status == 403) {
      assertThat(reply.text())
          .startsWith("{\"message\":\"User is not authorized to access this resource");
      assertThat(reply.header("x-amzn-ErrorType")).contains("AccessDeniedException");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "nothing",
        "{\"principalId\":\"a\"}",
        "{\"principalId\":\"a\",\"policyDocument\":{\"Statement\":[{}]}}",
        "{\"principalId\":\"a\",\"policyDocument\":{\"Statement\":[]},\"context\":{\"a\":{}}}"
      })
  void aBrokenAuthorizerIsAServerError(String payload) {
    verdict = FakeInvoker.answered(payload.getBytes(UTF_8));
    TestReply reply = call("x");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).isEqualTo("{\"message\":null}");
    assertThat(reply.header("x-amzn-ErrorType")).contains("AuthorizerConfigurationException");
  }

  @Test
  void aFailedAuthorizerIsAServerError() {
    verdict = FakeInvoker.failed("{\"errorMessage\":\"oops\"}");
    assertThat(call("x").status()).isEqualTo(500);
  }

  @Test
  void aDecisionIsKeptForATime() {
    guardedBy("TOKEN", "method.request.header.Authorization", 300, "");
    call("x");
    call("x");
    call("y");

    assertThat(api.invoker.asked)
        .containsExactly(
            "invoke guard $LATEST",
            "invoke hello $LATEST",
            "invoke hello $LATEST",
            "invoke guard $LATEST",
            "invoke hello $LATEST");
  }

  @Test
  void aMethodMayWantASignature() {
    api.with("/", "GET", TestApi.authorized(TestApi.method(TestApi.proxy()), "AWS_IAM", ""));

    assertThat(api.call(TestRequest.get("/dev/")).text())
        .isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    assertThat(
            api.call(
                    TestRequest.get("/dev/")
                        .with("Authorization", "AWS4-HMAC-SHA256 Credential=A/b/c/execute-api/d"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void anAuthorizerThatIsNotEmulatedIsNamed() {
    api.with(
        "/", "GET", TestApi.authorized(TestApi.method(TestApi.proxy()), "COGNITO_USER_POOLS", "c"));
    TestReply reply = api.call(TestRequest.get("/dev/"));

    assertThat(reply.status()).isEqualTo(501);
    assertThat(reply.text()).contains("COGNITO_USER_POOLS is not emulated by thaw");
  }
}

package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.Invoker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasApiTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
  private static final String HELLO = Api.FUNCTIONS + "/hello";
  private static final String ALIASES = HELLO + "/aliases";
  private static final String PROVISIONED =
      "/2019-09-30/functions/hello/provisioned-concurrency?Qualifier=";

  @TempDir Path folder;
  private LambdaWorld world;
  private Api api;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    api = new Api(world.port());
    api.create("hello", ",\"Publish\":true");
    api.send("PUT", HELLO + "/configuration", "{\"Timeout\":9}");
    api.send("POST", HELLO + "/versions", "{}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Reply alias(String name, String version, String more) {
    return api.send(
        "POST",
        ALIASES,
        "{\"Name\":\"%s\",\"FunctionVersion\":\"%s\"%s}".formatted(name, version, more));
  }

  private static String weights(String version, String weight) {
    return ",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"" + version + "\":" + weight + "}}";
  }

  @Test
  void createsAnAlias() {
    Reply reply = alias("live", "1", ",\"Description\":\"what runs\"" + weights("2", "0.25"));

    Document made = reply.json();
    assertThat(reply.status()).isEqualTo(201);
    assertThat(made.text("AliasArn")).isEqualTo(ARN + ":live");
    assertThat(made.text("Name")).isEqualTo("live");
    assertThat(made.text("FunctionVersion")).isEqualTo("1");
    assertThat(made.text("Description")).isEqualTo("what runs");
    assertThat(made.text("RevisionId")).isNotEmpty();
    assertThat(
            made.document("RoutingConfig")
                .document("AdditionalVersionWeights")
                .optional("2", Double.class))
        .contains(0.25);
    assertThat(api.get(ALIASES + "/live").json()).isEqualTo(made);
  }

  @Test
  void refusesANameThatIsTakenOrANumber() {
    alias("live", "1", "");

    assertRefused(alias("live", "2", ""), 409, "ResourceConflictException", ARN + ":live");
    assertRefused(alias("12", "1", ""), 400, "ValidationException", "(?!^[0-9]+$)");
    assertRefused(alias("a b", "1", ""), 400, "ValidationException", "'name'");
  }

  @Test
  void refusesVersionsThatAreNotThere() {
    assertRefused(alias("a", "7", ""), 404, "ResourceNotFoundException", ARN + ":7");
    assertRefused(
        alias("a", "1", weights("7", "0.1")), 404, "ResourceNotFoundException", ARN + ":7");
    assertRefused(
        api.send(
            "POST", Api.FUNCTIONS + "/no/aliases", "{\"Name\":\"a\",\"FunctionVersion\":\"1\"}"),
        404,
        "ResourceNotFoundException",
        "function:no");
  }

  @Test
  void refusesWeightsThatCannotBe() {
    String invalid = "InvalidParameterValueException";
    String two = ",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"1\":0.1,\"2\":0.1}}";

    assertRefused(
        alias("a", "$LATEST", weights("1", "0.1")), 400, invalid, "$LATEST is not supported");
    assertRefused(alias("a", "1", weights("$LATEST", "0.1")), 400, "ValidationException", "[0-9]+");
    assertRefused(alias("a", "1", weights("1", "0.1")), 400, invalid, "already included");
    assertRefused(alias("a", "1", two), 400, invalid, "cannot be greater than 1");
    assertRefused(alias("a", "1", weights("2", "1.5")), 400, "ValidationException", "equal to 1");
    assertRefused(alias("a", "1", weights("2", "-0.5")), 400, "ValidationException", "equal to 0");
    assertThat(api.get(ALIASES).json().documents("Aliases")).isEmpty();
  }

  @Test
  void anUpdateChangesWhatItNamesAndTheRevision() {
    Document before = alias("live", "1", ",\"Description\":\"d\"" + weights("2", "0.5")).json();

    Document moved = api.send("PUT", ALIASES + "/live", "{\"Description\":\"e\"}").json();
    Document cleared =
        api.send(
                "PUT",
                ALIASES + "/live",
                "{\"FunctionVersion\":\"2\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{}}}")
            .json();

    assertThat(moved.text("Description")).isEqualTo("e");
    assertThat(moved.text("FunctionVersion")).isEqualTo("1");
    assertThat(moved.has("RoutingConfig")).isTrue();
    assertThat(moved.text("RevisionId")).isNotEqualTo(before.text("RevisionId"));
    assertThat(cleared.text("FunctionVersion")).isEqualTo("2");
    assertThat(cleared.text("Description")).isEqualTo("e");
    assertThat(cleared.has("RoutingConfig")).isFalse();
  }

  @Test
  void anUpdateOfAnotherRevisionIsRefused() {
    String revision = alias("live", "1", "").json().text("RevisionId");

    assertRefused(
        api.send("PUT", ALIASES + "/live", "{\"RevisionId\":\"other\",\"FunctionVersion\":\"2\"}"),
        412,
        "PreconditionFailedException",
        "does not match");
    assertThat(api.send("PUT", ALIASES + "/live", "{\"RevisionId\":\"" + revision + "\"}").status())
        .isEqualTo(200);
    assertRefused(
        api.send("PUT", ALIASES + "/no", "{}"), 404, "ResourceNotFoundException", ARN + ":no");
  }

  @Test
  void listsByVersionAndInPages() {
    alias("c", "1", "");
    alias("a", "1", "");
    alias("b", "2", "");

    Document first = api.get(ALIASES + "?MaxItems=2").json();
    Document second = api.get(ALIASES + "?Marker=" + first.text("NextMarker")).json();
    Document ofTwo = api.get(ALIASES + "?FunctionVersion=2").json();

    assertThat(first.documents("Aliases"))
        .extracting(a -> a.text("Name"))
        .containsExactly("a", "b");
    assertThat(second.documents("Aliases")).extracting(a -> a.text("Name")).containsExactly("c");
    assertThat(ofTwo.documents("Aliases")).extracting(a -> a.text("Name")).containsExactly("b");
  }

  @Test
  void deletesWithoutAskingWhetherItIsThere() {
    alias("live", "1", "");

    assertThat(api.delete(ALIASES + "/live").status()).isEqualTo(204);
    assertThat(api.delete(ALIASES + "/live").status()).isEqualTo(204);
    assertRefused(
        api.get(ALIASES + "/live"), 404, "ResourceNotFoundException", "Cannot find alias arn: ");
    assertThat(api.delete(Api.FUNCTIONS + "/no/aliases/live").status()).isEqualTo(404);
  }

  @Test
  void aVersionThatAnAliasPointsToIsKept() {
    alias("live", "1", weights("2", "0.1"));

    for (String version : new String[] {"1", "2"}) {
      assertRefused(
          api.delete(HELLO + "?Qualifier=" + version),
          409,
          "ResourceConflictException",
          "the following aliases reference it: [live]");
    }
    assertRefused(
        api.delete(HELLO + "?Qualifier=live"),
        400,
        "InvalidParameterValueException",
        "Deletion of aliases is not currently supported.");
    api.delete(ALIASES + "/live");
    assertThat(api.delete(HELLO + "?Qualifier=2").status()).isEqualTo(204);
  }

  @Test
  void theConfigurationIsShownUnderTheAlias() {
    alias("live", "1", "");

    Document shown = api.get(HELLO + "/configuration?Qualifier=live").json();

    assertThat(shown.text("FunctionArn")).isEqualTo(ARN + ":live");
    assertThat(shown.text("Version")).isEqualTo("1");
    assertThat(shown.number("Timeout")).isEqualTo(3);
    assertThat(api.get(HELLO + "%3Alive").json().document("Configuration")).isEqualTo(shown);
    assertThat(api.get(HELLO + "?Qualifier=other").status()).isEqualTo(404);
  }

  @Test
  void callsRunTheVersionOfTheAliasUnderItsName() {
    alias("live", "1", "");

    Reply reply = api.invoke("hello:live", "{}");
    api.send("PUT", ALIASES + "/live", "{\"FunctionVersion\":\"2\"}");
    Reply after = api.send("POST", HELLO + "/invocations?Qualifier=live", "{}");

    assertThat(reply.header("x-amz-executed-version")).isEqualTo("1");
    assertThat(after.header("x-amz-executed-version")).isEqualTo("2");
    assertThat(world.invoker.asked).contains("invoke hello 1", "invoke hello 2");
    assertThat(world.invoker.requests)
        .extracting(request -> request.invokedArn())
        .containsExactly(ARN + ":live", ARN + ":live");
  }

  @Test
  void callsAreSharedOutByWeight() {
    alias("one", "1", weights("2", "0.0"));
    alias("two", "1", weights("2", "1.0"));
    alias("half", "1", weights("2", "0.5"));
    int seconds = 0;

    for (int i = 0; i < 200; i++) {
      seconds += version("half").equals("2") ? 1 : 0;
    }

    assertThat(version("one")).isEqualTo("1");
    assertThat(version("two")).isEqualTo("2");
    // a fair coin is out of this range once in 10^20 times
    assertThat(seconds).isBetween(30, 170);
  }

  private String version(String alias) {
    return api.invoke("hello:" + alias, "{}").header("x-amz-executed-version");
  }

  @Test
  void streamsRunTheVersionOfTheAlias() {
    alias("live", "1", "");
    world.invoker.behaviour = FakeInvoker.streaming("one");

    Reply reply =
        api.send(
            "POST",
            "/2021-11-15/functions/hello/response-streaming-invocations?Qualifier=live",
            "{}");

    assertThat(reply.header("x-amz-executed-version")).isEqualTo("1");
  }

  @Test
  void eventsRunTheVersionOfTheAliasAndTellItsDestinations() {
    api.create("sink");
    alias("live", "1", "");
    Reply config =
        api.send(
            "PUT",
            "/2019-09-25/functions/hello/event-invoke-config?Qualifier=live",
            "{\"DestinationConfig\":{\"OnSuccess\":{\"Destination\":\""
                + ARN.replace("hello", "sink")
                + "\"}}}");

    api.invoke("hello:live", "{}", "X-Amz-Invocation-Type", "Event");

    assertThat(config.json().text("FunctionArn")).isEqualTo(ARN + ":live");
    await().untilAsserted(() -> assertThat(world.invoker.requests).hasSize(2));
    assertThat(world.invoker.asked).contains("invoke hello 1", "invoke sink $LATEST");
    assertThat(new String(world.invoker.requests.get(1).payload(), UTF_8))
        .contains("\"functionArn\":\"" + ARN + ":live\"", "\"executedVersion\":\"1\"");
  }

  @Test
  void provisionedConcurrencyFollowsTheAlias() {
    alias("live", "1", "");
    alias("split", "1", weights("2", "0.5"));
    alias("newest", "$LATEST", "");
    String three = "{\"ProvisionedConcurrentExecutions\":3}";

    Reply put = api.send("PUT", PROVISIONED + "live", three);
    world.invoker.provisioned = new Invoker.Provisioned(3, 3, 3, "");

    assertThat(put.status()).isEqualTo(202);
    assertThat(api.get(PROVISIONED + "live").json().text("Status")).isEqualTo("READY");
    assertThat(api.send("PUT", PROVISIONED + "split", three).status()).isEqualTo(501);
    assertRefused(
        api.send("PUT", PROVISIONED + "newest", three),
        400,
        "InvalidParameterValueException",
        "unpublished function versions");
    assertRefused(
        api.send("PUT", PROVISIONED + "1", three),
        409,
        "ResourceConflictException",
        "Version is pointed by a Provisioned Concurrency alias");
    api.send("PUT", ALIASES + "/live", "{\"FunctionVersion\":\"2\"}");
    assertThat(world.invoker.asked)
        .contains("provision hello 1 3", "provision hello 1 0", "provision hello 2 3");
    api.delete(ALIASES + "/live");
    assertThat(world.invoker.asked).contains("provision hello 2 0");
    assertThat(api.get(PROVISIONED + "live").status()).isEqualTo(404);
  }

  @Test
  void aVersionIsNotProvisionedTwice() {
    alias("live", "1", "");
    String three = "{\"ProvisionedConcurrentExecutions\":3}";
    api.send("PUT", PROVISIONED + "1", three);

    assertRefused(
        api.send("PUT", PROVISIONED + "live", three),
        409,
        "ResourceConflictException",
        "already Provisioned version");
  }

  @Test
  void anAliasOutlivesARestart() throws IOException {
    Document made = alias("live", "1", weights("2", "0.25")).json();
    alias("warm", "2", "");
    api.send("PUT", PROVISIONED + "warm", "{\"ProvisionedConcurrentExecutions\":2}");
    world.close();

    world = new LambdaWorld(folder);
    api = new Api(world.port());

    assertThat(api.get(ALIASES + "/live").json()).isEqualTo(made);
    assertThat(world.invoker.asked).contains("provision hello 2 2");
  }

  private static void assertRefused(Reply reply, int status, String type, String message) {
    assertThat(reply.errorType()).as(reply.text()).isEqualTo(type);
    assertThat(reply.text()).contains(message);
    assertThat(reply.status()).isEqualTo(status);
  }
}

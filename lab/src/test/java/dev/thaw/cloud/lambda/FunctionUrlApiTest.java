package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.cloud.protocol.Document;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionUrlApiTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
  private static final String URL = "/2021-10-31/functions/hello/url";
  private static final String NOT_FOUND = "ResourceNotFoundException";

  @TempDir Path folder;
  private LambdaWorld world;
  private Api api;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    api = new Api(world.port());
    api.create("hello", ",\"Publish\":true");
    api.send(
        "POST", Api.FUNCTIONS + "/hello/aliases", "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Reply create(String qualifier, String more) {
    return api.send("POST", URL + qualifier, "{\"AuthType\":\"NONE\"" + more + "}");
  }

  private static String id(Document config) {
    String host = URI.create(config.text("FunctionUrl")).getHost();
    return host.substring(0, host.indexOf('.'));
  }

  @Test
  void createsAUrl() {
    Reply reply =
        create(
            "",
            ",\"Cors\":{\"AllowOrigins\":[\"*\"],\"AllowMethods\":[\"GET\"],\"MaxAge\":60},\"InvokeMode\":\"RESPONSE_STREAM\"");

    Document made = reply.json();
    assertThat(reply.status()).isEqualTo(201);
    assertThat(made.text("FunctionUrl"))
        .matches("https://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.on\\.aws/");
    assertThat(made.text("FunctionArn")).isEqualTo(ARN);
    assertThat(made.text("AuthType")).isEqualTo("NONE");
    assertThat(made.text("InvokeMode")).isEqualTo("RESPONSE_STREAM");
    assertThat(made.document("Cors").texts("AllowOrigins")).containsExactly("*");
    assertThat(made.document("Cors").number("MaxAge")).isEqualTo(60);
    assertThat(made.text("CreationTime")).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z");
    Document shown = api.get(URL).json();
    assertThat(shown.text("FunctionUrl")).isEqualTo(made.text("FunctionUrl"));
    assertThat(shown.text("LastModifiedTime")).isEqualTo(made.text("CreationTime"));
  }

  @Test
  void everyQualifierHasItsOwnUrl() {
    Document plain = create("", "").json();
    Document live = create("?Qualifier=live", "").json();

    assertThat(live.text("FunctionArn")).isEqualTo(ARN + ":live");
    assertThat(id(live)).isNotEqualTo(id(plain));
    assertThat(plain.text("InvokeMode")).isEqualTo("BUFFERED");
    assertThat(plain.has("Cors")).isFalse();
    assertThat(api.get(URL + "s").json().documents("FunctionUrlConfigs"))
        .extracting(config -> config.text("FunctionArn"))
        .containsExactly(ARN, ARN + ":live");
    assertThat(api.get(URL + "s?MaxItems=1").json().has("NextMarker")).isTrue();
  }

  @Test
  void refusesWhatCannotBe() {
    create("", "");

    assertRefused(
        create("", ""),
        409,
        "ResourceConflictException",
        "Failed to create function url config for [functionArn = " + ARN + "]");
    assertRefused(create("?Qualifier=1", ""), 400, "ValidationException", "'qualifier'");
    assertRefused(create("?Qualifier=other", ""), 404, NOT_FOUND, ARN + ":other");
    assertRefused(
        create("?Qualifier=live", ",\"Cors\":{\"AllowMethods\":[\"FETCH\"]}"),
        400,
        "InvalidParameterValueException",
        "FETCH (expected: *, DELETE, GET");
    assertRefused(api.send("POST", URL, "{}"), 400, "ValidationException", "'authType'");
    assertRefused(api.get("/2021-10-31/functions/nobody/url"), 404, NOT_FOUND, "function:nobody");
  }

  @Test
  void anUpdateChangesWhatItNames() {
    Document made = create("", ",\"Cors\":{\"AllowOrigins\":[\"*\"]}").json();

    Document updated =
        api.send("PUT", URL, "{\"AuthType\":\"AWS_IAM\",\"InvokeMode\":\"RESPONSE_STREAM\"}")
            .json();
    Document cleared = api.send("PUT", URL, "{\"Cors\":{}}").json();

    assertThat(updated.text("FunctionUrl")).isEqualTo(made.text("FunctionUrl"));
    assertThat(updated.text("AuthType")).isEqualTo("AWS_IAM");
    assertThat(updated.text("InvokeMode")).isEqualTo("RESPONSE_STREAM");
    assertThat(updated.document("Cors").texts("AllowOrigins")).containsExactly("*");
    assertThat(updated.text("CreationTime")).isEqualTo(made.text("CreationTime"));
    assertThat(cleared.document("Cors").members()).isEmpty();
    assertThat(cleared.text("AuthType")).isEqualTo("AWS_IAM");
    assertRefused(api.send("PUT", URL + "?Qualifier=live", "{}"), 404, NOT_FOUND, "not exist");
  }

  @Test
  void theDoorFindsTheFunctionByTheId() throws IOException {
    String plain = id(create("", "").json());
    String live = id(create("?Qualifier=live", "").json());
    api.send("PUT", Api.FUNCTIONS + "/hello/configuration", "{\"Timeout\":9}");

    assertThat(found(plain)).isEqualTo(ARN);
    assertThat(found(live)).isEqualTo(ARN + ":live");
    restart();
    assertThat(found(plain)).isEqualTo(ARN);
    assertThat(found(live)).isEqualTo(ARN + ":live");
    assertThat(world.urls().find("a".repeat(32))).isEmpty();
  }

  private String found(String id) {
    return world.urls().find(id).orElseThrow().function();
  }

  @Test
  void aUrlGoesForGood() {
    String first = id(create("", "").json());
    String live = id(create("?Qualifier=live", "").json());

    assertThat(api.delete(URL).status()).isEqualTo(204);
    assertRefused(api.delete(URL), 404, NOT_FOUND, "does not exist");
    assertRefused(api.get(URL), 404, NOT_FOUND, "does not exist");
    String second = id(create("", "").json());
    api.delete(Api.FUNCTIONS + "/hello/aliases/live");

    assertThat(second).isNotEqualTo(first);
    assertThat(world.urls().find(first)).isEmpty();
    assertThat(world.urls().find(live)).isEmpty();
    assertThat(world.urls().find(second)).isPresent();
    api.delete(Api.FUNCTIONS + "/hello");
    assertThat(world.urls().find(second)).isEmpty();
  }

  private void restart() throws IOException {
    world.close();
    world = new LambdaWorld(folder);
    api = new Api(world.port());
  }

  private static void assertRefused(Reply reply, int status, String type, String message) {
    assertThat(reply.errorType()).as(reply.text()).isEqualTo(type);
    assertThat(reply.text()).contains(message);
    assertThat(reply.status()).isEqualTo(status);
  }
}

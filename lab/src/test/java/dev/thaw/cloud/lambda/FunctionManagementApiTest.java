package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.cloud.protocol.Document;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionManagementApiTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
  private static final String RUNTIME = "/2021-07-20/functions/hello/runtime-management-config";
  private static final String RECURSION = "/2024-08-31/functions/hello/recursion-config";

  @TempDir Path folder;
  private LambdaWorld world;
  private Api api;
  private String runtime = "";

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    api = new Api(world.port());
    runtime =
        api.create("hello", ",\"Publish\":true")
            .json()
            .document("RuntimeVersionConfig")
            .text("RuntimeVersionArn");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Reply manage(String query, String mode, String arn) {
    return api.send(
        "PUT",
        RUNTIME + query,
        "{\"UpdateRuntimeOn\":\""
            + mode
            + "\""
            + (arn.isEmpty() ? "" : ",\"RuntimeVersionArn\":\"" + arn + "\"")
            + "}");
  }

  @Test
  void runtimesAreUpdatedAutomaticallyUnlessSaidOtherwise() throws IOException {
    Document before = api.get(RUNTIME).json();
    Reply manual = manage("?Qualifier=1", "Manual", runtime);
    restart();

    assertThat(before.text("UpdateRuntimeOn")).isEqualTo("Auto");
    assertThat(before.text("FunctionArn")).isEqualTo(ARN);
    assertThat(before.has("RuntimeVersionArn")).isFalse();
    assertThat(manual.status()).isEqualTo(200);
    assertThat(manual.json().text("FunctionArn")).isEqualTo(ARN + ":1");
    assertThat(manual.json().text("RuntimeVersionArn")).isEqualTo(runtime);
    assertThat(api.get(RUNTIME + "?Qualifier=1").json()).isEqualTo(manual.json());
    assertThat(api.get(RUNTIME).json().text("UpdateRuntimeOn")).isEqualTo("Auto");
    assertThat(manage("", "FunctionUpdate", "").json().text("UpdateRuntimeOn"))
        .isEqualTo("FunctionUpdate");
  }

  @Test
  void refusesARuntimeVersionThatDoesNotRunHere() {
    String invalid = "InvalidParameterValueException";
    String other = runtime.substring(0, runtime.length() - 1) + "_";
    api.send(
        "POST", Api.FUNCTIONS + "/hello/aliases", "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");

    assertRefused(manage("", "Manual", other), 400, invalid, "(expected: " + runtime + ")");
    assertRefused(manage("", "Manual", ""), 400, invalid, "none with UpdateRuntimeOn Manual");
    assertRefused(manage("", "Auto", runtime), 400, invalid, "(expected: none)");
    assertRefused(manage("", "Never", ""), 400, "ValidationException", "'updateRuntimeOn'");
    assertRefused(manage("?Qualifier=live", "Auto", ""), 400, invalid, "an alias");
    assertRefused(manage("?Qualifier=7", "Auto", ""), 404, "ResourceNotFoundException", ARN + ":7");
  }

  @Test
  void loopsAreEndedUnlessSaidOtherwise() throws IOException {
    String before = api.get(RECURSION).json().text("RecursiveLoop");
    Reply put = api.send("PUT", RECURSION, "{\"RecursiveLoop\":\"Allow\"}");
    restart();

    assertThat(before).isEqualTo("Terminate");
    assertThat(put.json().text("RecursiveLoop")).isEqualTo("Allow");
    assertThat(api.get(RECURSION).json().text("RecursiveLoop")).isEqualTo("Allow");
    assertRefused(
        api.send("PUT", RECURSION, "{\"RecursiveLoop\":\"Maybe\"}"),
        400,
        "ValidationException",
        "'recursiveLoop'");
    assertThat(api.get(RECURSION.replace("hello", "nobody")).status()).isEqualTo(404);
  }

  @Test
  void noFunctionNeedsSignedCode() {
    Reply reply = api.get("/2020-06-30/functions/hello/code-signing-config");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{}");
    assertThat(api.get("/2020-06-30/functions/nobody/code-signing-config").status()).isEqualTo(404);
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

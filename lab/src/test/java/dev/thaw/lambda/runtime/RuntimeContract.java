package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every runtime does, whatever its language. A variant says how its process is started; its
/// handlers answer the same operations.
interface RuntimeContract {

  JsonMapper JSON = JsonMapper.shared();

  /// Starts the variant's function of all operations.
  RunningFunction start(Path work, Map<String, String> environment, FakeRuntimeApi.Framing framing)
      throws IOException;

  private RunningFunction start(Path work) throws IOException {
    return start(work, Map.of(), FakeRuntimeApi.Framing.KEPT_ALIVE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSED_SILENTLY")
  default void answersWithWhatTheHandlerReturns(FakeRuntimeApi.Framing framing, @TempDir Path work)
      throws Exception {
    String event =
        "{\"op\":\"echo\",\"text\":\"Grüße, 世界 \\u0000 \\ud83d\\ude00\",\"n\":[1,2.5,-3,true,null,{}]}";
    try (RunningFunction function = start(work, Map.of(), framing)) {
      for (int i = 0; i < 3; i++) {
        FakeRuntimeApi.Call call = function.api().invoke(event);
        assertThat(call.kind()).isEqualTo("response");
        assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree(event));
      }
    }
  }

  @Test
  default void keepsOneProcessForManyInvocations(@TempDir Path work) throws Exception {
    try (RunningFunction function = start(work)) {
      JsonNode first = JSON.readTree(function.api().invoke("{\"op\":\"count\"}").body());
      JsonNode second = JSON.readTree(function.api().invoke("{\"op\":\"count\"}").body());
      assertThat(first.get("calls").intValue()).isEqualTo(1);
      assertThat(second.get("calls").intValue()).isEqualTo(2);
      assertThat(second.get("pid")).isEqualTo(first.get("pid"));
    }
  }

  @Test
  default void reportsAnExceptionAndGoesOn(@TempDir Path work) throws Exception {
    try (RunningFunction function = start(work)) {
      FakeRuntimeApi.Call call =
          function
              .api()
              .invoke("{\"op\":\"raise\",\"message\":\"out of \\\"Äpfel\\\"\\nand pears\"}");
      assertThat(call.path())
          .isEqualTo("/2018-06-01/runtime/invocation/00000000-0000-4000-8000-000000000001/error");
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("errorType").stringValue()).isEqualTo("Custom");
      assertThat(error.get("errorMessage").stringValue()).isEqualTo("out of \"Äpfel\"\nand pears");
      assertThat(function.api().invoke("{\"op\":\"echo\"}").kind()).isEqualTo("response");
    }
  }

  @Test
  default void carriesSixMegabytesInAndOut(@TempDir Path work) throws Exception {
    int size = 6 * 1024 * 1024 - 100;
    try (RunningFunction function = start(work)) {
      String event = "{\"op\":\"length\",\"text\":\"" + "y".repeat(size) + "\"}";
      assertThat(function.api().invoke(event).text()).isEqualTo(Integer.toString(size));
      String big = function.api().invoke("{\"op\":\"big\",\"size\":" + size + "}").text();
      assertThat(big).hasSize(size + 2).startsWith("\"xxx").endsWith("xxx\"");
    }
  }

  @Test
  default void seesTheTraceOfEachInvocation(@TempDir Path work) throws Exception {
    try (RunningFunction function = start(work)) {
      for (String trace : new String[] {"Root=1-a;Sampled=0", "Root=1-b;Sampled=1"}) {
        assertThat(
                function
                    .api()
                    .invoke(
                        "{\"op\":\"env\",\"name\":\"_X_AMZN_TRACE_ID\"}",
                        Map.of("Lambda-Runtime-Trace-Id", trace))
                    .text())
            .isEqualTo("\"" + trace + "\"");
      }
    }
  }

  @Test
  default void tellsTheHandlerItsContext(@TempDir Path work) throws Exception {
    Map<String, String> headers =
        Map.of(
            "Lambda-Runtime-Client-Context",
            "{\"custom\":{\"käse\":\"ja\"},\"client\":{\"app_title\":\"t\"}}",
            "Lambda-Runtime-Cognito-Identity",
            "{\"cognitoIdentityId\":\"id-1\",\"cognitoIdentityPoolId\":\"pool\"}",
            "Lambda-Runtime-Aws-Tenant-Id",
            "blue");
    try (RunningFunction function = start(work)) {
      JsonNode context =
          JSON.readTree(function.api().invoke("{\"op\":\"context\"}", headers).body());
      assertThat(context.get("requestId").stringValue())
          .isEqualTo("00000000-0000-4000-8000-000000000001");
      assertThat(context.get("arn").stringValue()).isEqualTo(FakeRuntimeApi.ARN);
      assertThat(context.get("name").stringValue()).isEqualTo("shop");
      assertThat(context.get("memory").stringValue()).isEqualTo("256");
      assertThat(context.get("remaining").intValue()).isBetween(1, 60_000);
      assertThat(context.get("identity").stringValue()).isEqualTo("id-1");
      assertThat(context.get("tenant").stringValue()).isEqualTo("blue");
      assertThat(context.get("clientContext")).isNotNull();
    }
  }

  @Test
  default void worksInTheTaskRootAndSeesItsEnvironment(@TempDir Path work) throws Exception {
    String value = "two\nlines, \"quotes\" and $HOME";
    try (RunningFunction function =
        start(work, Map.of("SETTING", value), FakeRuntimeApi.Framing.KEPT_ALIVE)) {
      String setting = function.api().invoke("{\"op\":\"env\",\"name\":\"SETTING\"}").text();
      assertThat(JSON.readTree(setting).stringValue()).isEqualTo(value);
      String directory = function.api().invoke("{\"op\":\"cwd\"}").text();
      assertThat(Path.of(JSON.readTree(directory).stringValue()))
          .isEqualTo(work.resolve("task").toRealPath());
    }
  }

  @Test
  default void hasWrittenItsOutputWhenItAnswers(@TempDir Path work) throws Exception {
    try (RunningFunction function = start(work)) {
      assertThat(function.api().invoke("{\"op\":\"print\"}").text()).isEqualTo("null");
      assertThat(function.output()).contains("first\nsecond\n").contains("third\n");
    }
  }

  @Test
  default void diesWithTheStatusThatTheHandlerChose(@TempDir Path work) throws Exception {
    try (RunningFunction function = start(work)) {
      function.api().offer("{\"op\":\"exit\",\"status\":7}", Map.of());
      assertThat(function.exitStatus()).isEqualTo(7);
      assertThat(function.api().nothingPosted()).isTrue();
    }
  }
}

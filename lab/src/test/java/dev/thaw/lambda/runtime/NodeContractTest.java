package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The contract on our Node.js bootstrap, and what AWS's Node.js client does beyond it.
class NodeContractTest implements RuntimeContract {

  /// Shared, so that interpreters are asked once.
  @TempDir private static Path data;

  @BeforeAll
  static void needsNode() {
    assumeTrue(
        new Runtimes(data, Map.of()).preferred("nodejs").isPresent(),
        "no Node.js 18 or later installed");
  }

  @Override
  public RunningFunction start(
      Path work, Map<String, String> environment, FakeRuntimeApi.Framing framing)
      throws IOException {
    return start("app.handler", work, environment, framing);
  }

  private static RunningFunction start(
      String handler, Path work, Map<String, String> environment, FakeRuntimeApi.Framing framing)
      throws IOException {
    return RunningFunction.start(
        new Runtimes(data, Map.of()),
        "nodejs",
        RunningFunction.handlers("node"),
        handler,
        work,
        environment,
        framing);
  }

  private static RunningFunction start(String handler, Path work) throws IOException {
    // callbacks are tested whatever version is installed
    return start(
        handler,
        work,
        Map.of("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x"),
        FakeRuntimeApi.Framing.KEPT_ALIVE);
  }

  private static RunningFunction startAs(String runtime, String handler, Path work)
      throws IOException {
    return start(
        handler,
        work,
        Map.of("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime),
        FakeRuntimeApi.Framing.KEPT_ALIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "waits, waited",
    "at once, at once",
    "succeed, succeeded",
    "done, done",
  })
  void takesAnswersByCallback(String how, String answer, @TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.callback", work)) {
      for (int i = 0; i < 2; i++) {
        FakeRuntimeApi.Call call = function.api().invoke("{\"how\":\"" + how + "\"}");
        assertThat(call.kind()).isEqualTo("response");
        assertThat(call.text()).isEqualTo("\"" + answer + "\"");
      }
      assertThat(function.output().contains("still here")).isEqualTo(how.equals("waits"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "error, Custom, given to the callback",
    "throw, Custom, thrown",
    "fail, string, plain text",
  })
  void takesErrorsByCallback(String how, String type, String message, @TempDir Path work)
      throws Exception {
    try (RunningFunction function = start("app.callback", work)) {
      FakeRuntimeApi.Call call = function.api().invoke("{\"how\":\"" + how + "\"}");
      assertThat(call.kind()).isEqualTo("error");
      assertThat(call.headers()).containsEntry("lambda-runtime-function-error-type", type);
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("errorType").stringValue()).isEqualTo(type);
      assertThat(error.get("errorMessage").stringValue()).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"app.callback", "app.never"})
  void answersNullWhenNothingIsLeftToWaitFor(String handler, @TempDir Path work) throws Exception {
    try (RunningFunction function = start(handler, work)) {
      assertThat(function.api().invoke("{}").text()).isEqualTo("null");
      assertThat(function.api().invoke("{}").text()).isEqualTo("null");
    }
  }

  @Test
  void refusesCallbackHandlersSinceNode24(@TempDir Path work) throws Exception {
    try (RunningFunction function = startAs("nodejs24.x", "app.callback", work)) {
      FakeRuntimeApi.Call call = function.api().post();
      assertThat(call.path()).isEqualTo("/2018-06-01/runtime/init/error");
      assertThat(call.text()).contains("\"Runtime.CallbackHandlerDeprecated\"");
    }
  }

  @Test
  void endsAnUnsettledPromiseSinceNode24(@TempDir Path work) throws Exception {
    try (RunningFunction function = startAs("nodejs24.x", "app.never", work)) {
      function.api().offer("{}", Map.of());
      assertThat(function.exitStatus()).isEqualTo(13);
    }
  }

  @Test
  void reportsWhatCannotBeMarshalled(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work)) {
      assertThat(function.api().invoke("{\"op\":\"unserializable\"}").text())
          .contains("\"errorMessage\":\"Unable to stringify response body\"");
      assertThat(function.api().invoke("{\"op\":\"echo\"}").kind()).isEqualTo("response");
    }
  }

  @Test
  void reportsTheStackAndItsCause(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work)) {
      FakeRuntimeApi.Call call = function.api().invoke("{\"op\":\"raise\",\"message\":\"m\"}");
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("trace").get(0).stringValue()).isEqualTo("Custom: m");
      JsonNode cause =
          JSON.readTree(call.headers().get("lambda-runtime-function-xray-error-cause"));
      JsonNode frame = cause.get("exceptions").get(0).get("stack").get(0);
      assertThat(frame.get("path").stringValue()).endsWith("task/app.js");
      assertThat(frame.get("line").intValue()).isPositive();
      assertThat(function.output())
          .contains("\tERROR\tInvoke Error \t{\"errorType\":\"Custom\",\"errorMessage\":\"m\",");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rejects, Runtime.UnhandledPromiseRejection, Custom: nobody listens, 128",
    "throwsLater, Custom, in a timer, 129"
  })
  void reportsWhatNobodyCaughtAndEnds(
      String handler, String type, String message, int status, @TempDir Path work)
      throws Exception {
    try (RunningFunction function = start("app." + handler, work)) {
      FakeRuntimeApi.Call call = function.api().invoke("{}");
      assertThat(call.kind()).isEqualTo("error");
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("errorType").stringValue()).isEqualTo(type);
      assertThat(error.get("errorMessage").stringValue()).endsWith(message);
      assertThat(function.exitStatus()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "app.nope|Runtime.HandlerNotFound|app.nope is undefined or not exported",
        "app.text|Runtime.HandlerNotFound|app.text is not a function",
        "nope.handler|Runtime.ImportModuleError|Error: Cannot find module 'nope'",
        "incomplete.handler|Runtime.ImportModuleError|Error: Cannot find module 'not-installed'",
        "broken.handler|Runtime.UserCodeSyntaxError|SyntaxError: ",
        "crashes.handler|RangeError|at load",
        "app|Runtime.MalformedHandlerName|Bad handler",
        "../app.handler|Runtime.MalformedHandlerName|'../app.handler' is not a valid handler name."
      })
  void reportsAFailedInitAndEnds(String handler, String type, String message, @TempDir Path work)
      throws Exception {
    try (RunningFunction function = start(handler, work)) {
      FakeRuntimeApi.Call call = function.api().post();
      assertThat(call.path()).isEqualTo("/2018-06-01/runtime/init/error");
      assertThat(call.headers()).containsEntry("lambda-runtime-function-error-type", type);
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("errorType").stringValue()).isEqualTo(type);
      assertThat(error.get("errorMessage").stringValue()).startsWith(message);
      assertThat(function.exitStatus()).isEqualTo(129);
      assertThat(function.output()).contains("\tundefined\tERROR\tUncaught Exception \t{");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modern.handler|{\"module\":\"undefined\",\"event\":{}}",
        "esm/index.handler|\"index.js\"",
        "app.nested.deep.handler|\"found\""
      })
  void findsHandlersOfEveryKind(String handler, String answer, @TempDir Path work)
      throws Exception {
    try (RunningFunction function = start(handler, work)) {
      assertThat(function.api().invoke("{}").text()).isEqualTo(answer);
    }
  }

  @Test
  void logsWithTimeRequestAndLevel(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.logs", work)) {
      function.api().invoke("{}");
      String id = "00000000-0000-4000-8000-000000000001";
      assertThat(function.output())
          .containsPattern("^[\\dT:.-]+Z\t" + id + "\tINFO\tone\rtwo 3 \\{ a: 1 }\n")
          .containsPattern("\n[\\dT:.-]+Z\t" + id + "\tWARN\tcareful\n")
          .containsPattern("\n[\\dT:.-]+Z\t" + id + "\tDEBUG\t");
    }
  }

  @Test
  void logsInJsonFromALevelOn(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start(
            "app.logs",
            work,
            Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_LOG_LEVEL", "INFO"),
            FakeRuntimeApi.Framing.KEPT_ALIVE)) {
      function.api().invoke("{}");
      List<String> lines = function.output().lines().toList();
      assertThat(lines).hasSize(2);
      JsonNode record = JSON.readTree(lines.get(1));
      assertThat(record.get("level").stringValue()).isEqualTo("WARN");
      assertThat(record.get("message").stringValue()).isEqualTo("careful");
      assertThat(record.get("requestId").stringValue()).endsWith("001");
    }
  }

  @Test
  void framesLogRecords(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start(
            "app.logs",
            work,
            Map.of("_LAMBDA_TELEMETRY_LOG_FD", "1"),
            FakeRuntimeApi.Framing.KEPT_ALIVE)) {
      function.api().invoke("{}");
      List<Frame> frames = Frame.parse(work.resolve("output"));
      assertThat(frames)
          .extracting(Frame::type)
          .containsExactly(0xa55a000f, 0xa55a0013, 0xa55a000b);
      assertThat(frames.getFirst().text()).endsWith("\tINFO\tone\ntwo 3 { a: 1 }\n");
    }
  }

  @Test
  void streamsAResponse(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.streams", work)) {
      for (int i = 0; i < 2; i++) {
        FakeRuntimeApi.Call call = function.api().invoke("{}");
        assertThat(call.text()).isEqualTo("one two");
        assertThat(call.headers())
            .containsEntry("lambda-runtime-function-response-mode", "streaming")
            .containsEntry("transfer-encoding", "chunked")
            .containsEntry("content-type", "text/plain");
        assertThat(call.trailers()).isEmpty();
      }
    }
  }

  @Test
  void putsThePreludeBeforeAStreamedHttpResponse(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.streamsHttp", work)) {
      FakeRuntimeApi.Call call = function.api().invoke("{}");
      assertThat(call.text())
          .isEqualTo("{\"statusCode\":201,\"headers\":{\"a\":\"b\"}}" + "\0".repeat(8) + "body");
      assertThat(call.headers())
          .containsEntry("content-type", "application/vnd.awslambda.http-integration-response");
    }
  }

  @Test
  void endsAFailedStreamWithTrailers(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.streamFails", work)) {
      for (int i = 0; i < 2; i++) {
        FakeRuntimeApi.Call call = function.api().invoke("{}");
        assertThat(call.text()).isEqualTo("begun");
        assertThat(call.trailers()).containsEntry("lambda-runtime-function-error-type", "Custom");
        byte[] body =
            Base64.getDecoder().decode(call.trailers().get("lambda-runtime-function-error-body"));
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\"in the middle\"");
      }
    }
  }

  @Test
  void reconnectsWhenAnIdleConnectionWasClosed(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start("app.handler", work, Map.of(), FakeRuntimeApi.Framing.CLOSED_SILENTLY)) {
      for (int i = 0; i < 5; i++) {
        assertThat(function.api().invoke("{\"op\":\"echo\"}").kind()).isEqualTo("response");
      }
    }
  }

  @Test
  void tellsBootAndImportApart(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work)) {
      function.api().invoke("{\"op\":\"echo\"}");
      assertThat(function.api().nexts().getFirst().headers().get("thaw-init-stamps"))
          .matches("boot=\\d+;import=\\d+;ready=\\d+");
    }
  }
}

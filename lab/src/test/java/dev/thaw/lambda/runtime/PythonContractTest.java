package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The contract on our Python bootstrap, and what AWS's Python client does beyond it.
class PythonContractTest implements RuntimeContract {

  /// Shared, so that interpreters are asked once.
  @TempDir private static Path data;

  @Override
  public RunningFunction start(
      Path work, Map<String, String> environment, FakeRuntimeApi.Framing framing)
      throws IOException {
    return start("python3", "app.handler", work, environment, framing);
  }

  private RunningFunction start(
      String runtime,
      String handler,
      Path work,
      Map<String, String> environment,
      FakeRuntimeApi.Framing framing)
      throws IOException {
    Runtimes runtimes = new Runtimes(data, Map.of());
    return RunningFunction.start(
        runtimes, runtime, RunningFunction.handlers("python"), handler, work, environment, framing);
  }

  private RunningFunction start(String handler, Path work, Map<String, String> environment)
      throws IOException {
    return start("python3", handler, work, environment, FakeRuntimeApi.Framing.KEPT_ALIVE);
  }

  @Test
  void runsOnEveryPythonInstalledHere(@TempDir Path work) throws Exception {
    List<String> pythons =
        new Runtimes(data, Map.of())
            .installed().stream().filter(name -> name.startsWith("python")).toList();
    assertThat(pythons).isNotEmpty();
    for (String python : pythons) {
      try (RunningFunction function =
          start(
              python,
              "app.evaluated",
              work.resolve(python),
              Map.of(),
              FakeRuntimeApi.Framing.KEPT_ALIVE)) {
        FakeRuntimeApi.Call call =
            function.api().invoke("{\"expression\":\"'python%d.%d' % sys.version_info[:2]\"}");
        assertThat(call.text()).isEqualTo("\"" + python + "\"");
        assertThat(function.api().invoke("{\"expression\":\"1/0\"}").text())
            .contains("ZeroDivisionError");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "decimal('1.50')|1.50",
        "[decimal('NaN'), float('inf')]|[NaN, Infinity]",
        "pair(1, [pair(2, 3)])|{\"a\": 1, \"b\": [{\"a\": 2, \"b\": 3}]}",
        "{'text': b'bytes'}|{\"text\": \"bytes\"}",
        "{1: 'a', 2.5: 'b', None: 'c', True: 'd'}|{\"1\": \"d\", \"2.5\": \"b\", \"null\": \"c\"}",
        "enum.IntEnum('Size', 'S M').M|2",
        "(1, 2)|[1, 2]",
        "10 ** 30|1000000000000000000000000000000",
        "None|null"
      })
  void writesJsonAsAwsDoes(String expression, String json, @TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.evaluated", work, Map.of())) {
      assertThat(function.api().invoke(expression(expression)).text()).isEqualTo(json);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{1}|Object of type set is not JSON serializable",
        "[{'at': datetime(2026, 1, 1)}]|Object of type datetime is not JSON serializable",
        "{(1, 2): 3}|keys must be str, int, float, bool or None, not tuple",
        "(lambda x: x.append(x) or x)([])|Circular reference detected"
      })
  void namesWhatCannotBeMarshalled(String expression, String why, @TempDir Path work)
      throws Exception {
    try (RunningFunction function = start("app.evaluated", work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().invoke(expression(expression));
      assertThat(call.headers())
          .containsEntry("lambda-runtime-function-error-type", "Runtime.MarshalError");
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("errorType").stringValue()).isEqualTo("Runtime.MarshalError");
      assertThat(error.get("errorMessage").stringValue())
          .isEqualTo("Unable to marshal response: " + why);
      assertThat(error.get("stackTrace").size()).isZero();
      assertThat(error.get("requestId").stringValue()).endsWith("001");
    }
  }

  private static String expression(String expression) {
    return JSON.writeValueAsString(Map.of("expression", expression));
  }

  @Test
  void passesBytesThrough(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.evaluated", work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().invoke(expression("b'\\xff\\x00'"));
      assertThat(call.body()).containsExactly(0xff, 0);
      assertThat(call.headers()).containsEntry("content-type", "application/unknown");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nodejs, '\"é\"'",
    "AWS_Lambda_python3.11, '\"\\u00e9\"'",
    "AWS_Lambda_python3.13, '\"é\"'"
  })
  void escapesNonAsciiOnlyBeforePython312(
      String executionEnvironment, String json, @TempDir Path work) throws Exception {
    String expected = executionEnvironment.startsWith("AWS") ? json : "\"\\u00e9\"";
    try (RunningFunction function =
        start("app.evaluated", work, Map.of("AWS_EXECUTION_ENV", executionEnvironment))) {
      assertThat(function.api().invoke(expression("'é'")).text()).isEqualTo(expected);
    }
  }

  @Test
  void reportsAnEventThatIsNoJson(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work, Map.of())) {
      for (String event : List.of("", "{", "{\"a\":1} x", "NaN", "[1,]", "[".repeat(100_000))) {
        assertThat(function.api().invoke(event).text())
            .contains("\"Runtime.UnmarshalError\"")
            .contains("Unable to unmarshal input: ");
      }
    }
  }

  @Test
  void reportsTheStackOfTheFunctionAlone(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().invoke("{\"op\":\"raise\",\"message\":\"m\"}");
      JsonNode error = JSON.readTree(call.body());
      String file = work.resolve("task/app.py").toString();
      assertThat(error.get("stackTrace").size()).isEqualTo(1);
      assertThat(error.get("stackTrace").get(0).stringValue())
          .startsWith("  File \"" + file + "\", line ")
          .endsWith(", in handler\n    raise Custom(event[\"message\"])\n");
      JsonNode cause =
          JSON.readTree(call.headers().get("lambda-runtime-function-xray-error-cause"));
      assertThat(cause.get("paths").get(0).stringValue()).isEqualTo(file);
      assertThat(cause.get("exceptions").get(0).get("type").stringValue()).isEqualTo("Custom");
      assertThat(cause.get("exceptions").get(0).get("stack").get(0).get("label").stringValue())
          .isEqualTo("handler");
      assertThat(function.output())
          .contains("[ERROR] Custom: m\rTraceback (most recent call last):\r\u00a0\u00a0File \"");
    }
  }

  @Test
  void boundsTheCauseOfADeepStack(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.recursion", work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().invoke("{}");
      assertThat(call.text()).contains("RecursionError").contains("more times");
      assertThat(call.headers().get("lambda-runtime-function-xray-error-cause"))
          .hasSizeLessThanOrEqualTo(64 * 1024);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app.nope|Runtime.HandlerNotFound|Handler 'nope' missing on module 'app'",
        "nope.handler|Runtime.ImportModuleError|Unable to import module 'nope': No module named 'nope'",
        "incomplete.handler|Runtime.ImportModuleError|Unable to import module 'incomplete': No module named 'not_installed'",
        "app|Runtime.MalformedHandlerName|Bad handler 'app': not enough values to unpack (expected 2, got 1)",
        "sys.exit|Runtime.BuiltInModuleConflict|Cannot use built-in module sys as a handler module",
        "crashes.handler|KeyError|'''settings'''"
      })
  void reportsAFailedInitAndEnds(String handler, String type, String message, @TempDir Path work)
      throws Exception {
    try (RunningFunction function = start(handler, work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().post();
      assertThat(call.path()).isEqualTo("/2018-06-01/runtime/init/error");
      assertThat(call.headers()).containsEntry("lambda-runtime-function-error-type", type);
      JsonNode error = JSON.readTree(call.body());
      assertThat(error.get("errorType").stringValue()).isEqualTo(type);
      assertThat(error.get("errorMessage").stringValue()).isEqualTo(message);
      assertThat(error.get("requestId").stringValue()).isEmpty();
      assertThat(function.exitStatus()).isEqualTo(1);
      assertThat(function.output()).contains("[ERROR] " + type + ": " + message);
      assertThat(function.api().nexts()).isEmpty();
    }
  }

  @Test
  void pointsAtASyntaxError(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("broken.handler", work, Map.of())) {
      JsonNode error = JSON.readTree(function.api().post().body());
      assertThat(error.get("errorType").stringValue()).isEqualTo("Runtime.UserCodeSyntaxError");
      assertThat(error.get("errorMessage").stringValue())
          .startsWith("Syntax error in module 'broken': ")
          .endsWith("(broken.py, line 1)");
      assertThat(error.get("stackTrace").get(0).stringValue())
          .isEqualTo(
              "  File \""
                  + work.resolve("task/broken.py")
                  + "\" Line 1\n    def handler(event, context)\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"shop.orders.handler", "shop/orders.handler"})
  void findsHandlersInPackages(String handler, @TempDir Path work) throws Exception {
    try (RunningFunction function = start(handler, work, Map.of())) {
      assertThat(function.api().invoke("{}").text()).isEqualTo("\"shop.orders\"");
      assertThat(function.output())
          .matches("(?s)\\[INFO]\t\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z\t\tcold\n.*");
    }
  }

  @Test
  void logsWithLevelTimeAndRequest(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.logs", work, Map.of())) {
      function.api().invoke("{}");
      assertThat(function.output())
          .containsPattern("\\[INFO]\t[\\dT:.-]+Z\t00000000-[0-9-]+-000000000001\tone\ntwo\n")
          .containsPattern("\n\\[ERROR]\t[\\dT:.-]+Z\t00000000-[0-9-]+1\tfailed\nTraceback");
    }
  }

  @Test
  void logsInJson(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start("app.logs", work, Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON"))) {
      function.api().invoke("{}");
      List<String> lines = function.output().lines().toList();
      assertThat(lines).hasSize(2);
      JsonNode info = JSON.readTree(lines.get(0));
      assertThat(info.get("level").stringValue()).isEqualTo("INFO");
      assertThat(info.get("message").stringValue()).isEqualTo("one\ntwo");
      assertThat(info.get("logger").stringValue()).isEqualTo("shop");
      assertThat(info.get("requestId").stringValue()).endsWith("001");
      JsonNode error = JSON.readTree(lines.get(1));
      assertThat(error.get("errorType").stringValue()).isEqualTo("Custom");
      assertThat(error.get("errorMessage").stringValue()).isEqualTo("inner");
      assertThat(error.get("stackTrace").size()).isEqualTo(1);
      assertThat(error.get("location").stringValue()).contains("app.py:logs:");
      assertThat(error.get("order").intValue()).isEqualTo(7);
    }
  }

  @Test
  void framesLogRecords(@TempDir Path work) throws Exception {
    // descriptor 1 stands for the telemetry pipe, so that frames come with the output
    try (RunningFunction function =
        start(
            "app.logs",
            work,
            Map.of("_LAMBDA_TELEMETRY_LOG_FD", "1", "AWS_LAMBDA_LOG_LEVEL", "INFO"))) {
      function.api().invoke("{}");
      List<Frame> frames = Frame.parse(work.resolve("output"));
      assertThat(frames).extracting(Frame::type).containsExactly(0xa55a000f, 0xa55a0017);
      assertThat(frames.getFirst().text()).startsWith("[INFO]\t").endsWith("\tone\ntwo\n");
    }
  }

  @Test
  void framesAnErrorAsOneRecord(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start("app.handler", work, Map.of("_LAMBDA_TELEMETRY_LOG_FD", "1"))) {
      function.api().invoke("{\"op\":\"raise\",\"message\":\"é\"}");
      List<Frame> frames = Frame.parse(work.resolve("output"));
      assertThat(frames).extracting(Frame::type).containsExactly(0xa55a0017);
      assertThat(frames.getFirst().text())
          .startsWith("[ERROR] Custom: é\nTraceback (most recent call last):\n\u00a0\u00a0File ");
    }
  }

  @Test
  void endsWithTheStatusOfSysExit(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.leaves", work, Map.of())) {
      function.api().offer("{\"status\":3}", Map.of());
      assertThat(function.exitStatus()).isEqualTo(3);
      assertThat(function.api().nothingPosted()).isTrue();
    }
  }

  @Test
  void saysWhereAMissingAwsLibraryComesFrom(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.missing", work, Map.of())) {
      assertThat(function.api().invoke("{}").text())
          .contains("No module named 'boto3' (AWS's managed runtime carries boto3;")
          .contains("`thaw runtime add python`");
    }
  }

  @Test
  void looksForModulesWhereAwsDoes(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.evaluated", work, Map.of())) {
      JsonNode path = JSON.readTree(function.api().invoke(expression("sys.path")).body());
      assertThat(path.get(0).stringValue()).isEqualTo(work.resolve("task").toString());
      assertThat(path.get(1).stringValue())
          .matches(work.resolve("opt") + "/python/lib/python3\\.\\d+/site-packages");
      assertThat(path.get(2).stringValue()).isEqualTo(work.resolve("opt/python").toString());
      assertThat(path.get(3).stringValue()).startsWith(data.toString());
      assertThat(path.toString()).doesNotContain("dist-packages");
    }
  }

  @Test
  void tellsBootAndImportApartOnItsFirstCallOnly(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work, Map.of())) {
      function.api().invoke("{\"op\":\"echo\"}");
      await().until(() -> function.api().nexts().size() == 2);
      String stamps = function.api().nexts().get(0).headers().getOrDefault("thaw-init-stamps", "");
      assertThat(stamps).matches("boot=\\d+;import=\\d+;ready=\\d+");
      List<Long> times =
          List.of(stamps.split("[^\\d]+")).stream()
              .filter(part -> !part.isEmpty())
              .map(Long::valueOf)
              .toList();
      assertThat(times).isSorted();
      assertThat(function.api().nexts().get(1).headers()).doesNotContainKey("thaw-init-stamps");
    }
  }

  @Test
  void reconnectsWhenAnIdleConnectionWasClosed(@TempDir Path work) throws Exception {
    try (RunningFunction function = start(work, Map.of(), FakeRuntimeApi.Framing.CLOSED_SILENTLY)) {
      for (int i = 0; i < 5; i++) {
        assertThat(function.api().invoke("{\"op\":\"echo\"}").kind()).isEqualTo("response");
      }
    }
  }

  @Test
  void endsWhenItsResponseIsRefused(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("app.handler", work, Map.of())) {
      function.api().answerPostsWith(413);
      function.api().invoke("{\"op\":\"echo\"}");
      assertThat(function.exitStatus()).isEqualTo(1);
      assertThat(function.output())
          .contains("Failed to post handler success response. Http response code: 413.");
    }
  }
}

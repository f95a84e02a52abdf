package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.lambda.sandbox.SandboxException;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Link;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// What every isolation must do with a real Python function, from a cold start to what hostile code
/// tries.
@Timeout(120)
abstract class LifecycleContract {

  private static final String ECHO =
      """
      import os
      calls = 0
      def handler(event, context):
          global calls
          calls += 1
          return {'event': event, 'calls': calls, 'id': context.aws_request_id,
                  'trace': os.environ.get('_X_AMZN_TRACE_ID'), 'greeting': os.environ['GREETING']}
      """;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  Lab lab;

  abstract Sandboxes.Choice isolation();

  @BeforeEach
  void open() {
    try (Sandboxes probe = Sandboxes.open(directory.resolve("probe"), isolation())) {
      probe.capabilities();
    } catch (SandboxException e) {
      assumeTrue(false, e.getMessage());
    }
    lab = new Lab(directory, isolation());
  }

  @AfterEach
  void close() {
    if (lab != null) {
      lab.close();
      assertThat(directory.resolve("code/environments"))
          .satisfiesAnyOf(
              none -> assertThat(none).doesNotExist(),
              empty -> assertThat(empty).isEmptyDirectory());
    }
  }

  @Test
  void theFirstCallIsColdAndTheSecondFindsTheSameEnvironment() {
    FunctionSpec echo = lab.python("echo", ECHO);

    Lab.Answer first = lab.invoke(echo, "{\"a\":1}");
    Lab.Answer second = lab.invoke(echo, "[2]");

    assertThat(first.error()).isEmpty();
    assertThat(first.json().path("event").path("a").asInt()).isEqualTo(1);
    assertThat(first.json().path("id").asString()).isEqualTo(first.timeline().id());
    assertThat(first.json().path("trace").asString()).isEqualTo("Root=1-a-b");
    assertThat(first.json().path("greeting").asString()).isEqualTo("it's \"me\"\nand $HOME `id`");
    assertThat(second.json().path("calls").asInt()).isEqualTo(2);
    assertThat(environment(second)).isEqualTo(environment(first));
    assertThat(first.timeline().snapshot().attributes()).containsEntry("cold", true);
    assertThat(second.timeline().snapshot().attributes()).containsEntry("cold", false);
    assertThat(first.tail())
        .contains("START RequestId: " + first.timeline().id() + " Version: $LATEST")
        .contains("END RequestId: ")
        .containsPattern(
            "REPORT RequestId: \\S+\\tDuration: [0-9.]+ ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: [0-9.]+ ms\\t");
    assertThat(second.tail()).doesNotContain("Init Duration");
  }

  @Test
  void theEnvironmentsTimelineTellsEveryStepOfItsStart() {
    Lab.Answer first = lab.invoke(lab.python("echo", ECHO), "{}");

    Snapshot environment = lab.timelines.find(environment(first)).orElseThrow().snapshot();

    assertThat(environment.phases())
        .extracting(Phase::name)
        .contains("gate", "download", "unpack", "sandbox", "init", "runtime-boot", "function-init");
    assertThat(environment.total("runtime-boot") + environment.total("function-init"))
        .isLessThanOrEqualTo(environment.total("init"));
    assertThat(environment.links())
        .anyMatch(link ->
            link.relation() == Link.Relation.SERVED && link.id().equals(first.timeline().id()));
  }

  @Test
  void anExceptionReachesTheCallerWithItsStackAndTheEnvironmentGoesOn() {
    FunctionSpec function =
        lab.python(
            "raises",
            "n = 0\ndef handler(e, c):\n    global n\n    n += 1\n    if n == 1:\n        raise ValueError('no ' + chr(228))\n    return n\n");

    Lab.Answer failed = lab.invoke(function, "{}");
    Lab.Answer next = lab.invoke(function, "{}");

    assertThat(failed.error()).isEqualTo("Unhandled");
    assertThat(failed.json().path("errorType").asString()).isEqualTo("ValueError");
    assertThat(failed.json().path("errorMessage").asString()).isEqualTo("no ä");
    assertThat(failed.json().path("requestId").asString()).isEqualTo(failed.timeline().id());
    assertThat(failed.json().path("stackTrace").get(0).asString())
        .contains("app.py\", line 6, in handler");
    assertThat(failed.tail())
        .contains("[ERROR] ValueError: no ä\nTraceback (most recent call last):\n\u00a0\u00a0File");
    assertThat(next.payload()).isEqualTo("2");
  }

  @Test
  void anAnswerThatIsNoJsonIsAMarshalError() {
    Lab.Answer answer =
        lab.invoke(lab.python("set", "def handler(e, c):\n    return {1, 2}\n"), "{}");

    assertThat(answer.json().path("errorType").asString()).isEqualTo("Runtime.MarshalError");
    assertThat(answer.json().path("errorMessage").asString())
        .isEqualTo("Unable to marshal response: Object of type set is not JSON serializable");
  }

  @Test
  void anEventThatIsNoJsonIsAnUnmarshalError() {
    Lab.Answer answer = lab.invoke(lab.python("echo", ECHO), "{not json");

    assertThat(answer.json().path("errorType").asString()).isEqualTo("Runtime.UnmarshalError");
  }

  @Test
  void aMissingModuleFailsInitTwiceAndIsNamed() {
    Lab.Answer answer = lab.invoke(lab.python("missing", "import nowhere\n"), "{}");

    assertThat(answer.error()).isEqualTo("Unhandled");
    assertThat(answer.json().path("errorType").asString()).isEqualTo("Runtime.ImportModuleError");
    assertThat(answer.json().path("errorMessage").asString())
        .isEqualTo("Unable to import module 'app': No module named 'nowhere'");
    assertThat(lab.log)
        .anyMatch(line ->
            line.matches(
                "(?s)INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError"));
    assertThat(lab.log).anyMatch(line -> line.contains("Phase: invoke\tStatus: error"));
  }

  @Test
  void aSyntaxErrorIsNamedWithItsPlace() {
    Lab.Answer answer = lab.invoke(lab.python("syntax", "def handler(:\n"), "{}");

    assertThat(answer.json().path("errorType").asString()).isEqualTo("Runtime.UserCodeSyntaxError");
    assertThat(answer.json().path("errorMessage").asString())
        .startsWith("Syntax error in module 'app'");
  }

  @Test
  void aHandlerThatIsNotThereIsNamed() {
    FunctionSpec nobody =
        lab.function(
            "nobody", "app.nobody", 128, Duration.ofSeconds(20), 512, Map.of("app.py", ""));
    FunctionSpec nothing =
        lab.function("nothing", "app", 128, Duration.ofSeconds(20), 512, Map.of("app.py", ""));

    assertThat(lab.invoke(nobody, "{}").json().path("errorMessage").asString())
        .isEqualTo("Handler 'nobody' missing on module 'app'");
    assertThat(lab.invoke(nothing, "{}").json().path("errorType").asString())
        .isEqualTo("Runtime.MalformedHandlerName");
  }

  @Test
  void aFunctionWithoutABootstrapThatRunsFailsItsInitInAwsWords() {
    Lab.Answer none = lab.invoke(lab.provided("none", Map.of("readme", "")), "{}");
    Lab.Answer plain = lab.invoke(lab.provided("plain", Map.of("bootstrap", "#!/bin/sh\n")), "{}");

    assertThat(none.error()).isEqualTo("Unhandled");
    assertThat(none.json().path("errorType").asString()).isEqualTo("Runtime.InvalidEntrypoint");
    assertThat(none.json().path("errorMessage").asString())
        .isEqualTo(
            "RequestId: "
                + none.timeline().id()
                + " Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    assertThat(none.tail()).contains("Status: error\tError Type: Runtime.InvalidEntrypoint");
    assertThat(plain.json().path("errorMessage").asString())
        .endsWith("Error: fork/exec /var/task/bootstrap: permission denied");
  }

  @Test
  void aHandlerMayLieInAPackage() {
    FunctionSpec function =
        lab.function(
            "deep",
            "pkg/sub/mod.handler",
            128,
            Duration.ofSeconds(20),
            512,
            Map.of(
                "pkg/__init__.py",
                "",
                "pkg/sub/__init__.py",
                "",
                "pkg/sub/mod.py",
                "def handler(e, c):\n    return 'deep'\n"));

    assertThat(lab.invoke(function, "{}").payload()).isEqualTo("\"deep\"");
  }

  @Test
  void anExitIsReportedAndTheNextCallStartsAnew() {
    FunctionSpec function =
        lab.python(
            "exits",
            "import os\ndef handler(e, c):\n    if 'exit' in e: os._exit(e['exit'])\n    return 'alive'\n");

    Lab.Answer zero = lab.invoke(function, "{\"exit\":0}");
    Lab.Answer three = lab.invoke(function, "{\"exit\":3}");

    assertThat(zero.json().path("errorType").asString()).isEqualTo("Runtime.ExitError");
    assertThat(zero.json().path("errorMessage").asString())
        .isEqualTo(
            "RequestId: "
                + zero.timeline().id()
                + " Error: Runtime exited without providing a reason");
    assertThat(three.json().path("errorMessage").asString())
        .endsWith("Runtime exited with error: exit status 3");
    assertThat(three.tail()).contains("Status: error\tError Type: Runtime.ExitError");
    assertThat(lab.invoke(function, "{}").payload()).isEqualTo("\"alive\"");
  }

  @Test
  void aTimeoutEndsTheRuntimeButKeepsTmp() {
    FunctionSpec function =
        lab.function(
            "slow",
            "app.handler",
            128,
            Duration.ofSeconds(1),
            512,
            Map.of(
                "app.py",
                """
                import os, signal, time
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                calls = 0
                def handler(event, context):
                    global calls
                    calls += 1
                    path = os.path.join(os.environ.get('TMP_DIR', '/tmp'), 'thaw-kept-' + context.log_stream_name[-32:])
                    there = os.path.exists(path)
                    open(path, 'w').close()
                    if 'sleep' in event: time.sleep(30)
                    return [calls, there]
                """));

    Lab.Answer first = lab.invoke(function, "{}");
    Lab.Answer late = lab.invoke(function, "{\"sleep\":1}");
    Lab.Answer after = lab.invoke(function, "{}");

    assertThat(first.payload()).isEqualTo("[1, false]");
    assertThat(late.payload())
        .isEqualTo(
            "{\"errorMessage\":\"RequestId: "
                + late.timeline().id()
                + " Error: Task timed out after 1.00 seconds\",\"errorType\":\"Sandbox.Timedout\"}");
    assertThat(late.tail())
        .contains(" Task timed out after 1.00 seconds")
        .contains("Status: timeout");
    assertThat(after.payload()).isEqualTo("[1, true]");
    assertThat(environment(after)).isEqualTo(environment(first));
  }

  @Test
  void callsAtTheSameTimeGetEnvironmentsOfTheirOwn() throws Exception {
    FunctionSpec function =
        lab.python("meets", "import time\ndef handler(e, c):\n    time.sleep(1)\n    return 1\n");
    List<Lab.Answer> answers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lab.Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(executor.submit(() -> lab.invoke(function, "{}")));
      }
      for (Future<Lab.Answer> call : calls) {
        answers.add(call.get());
      }
    }

    assertThat(answers).allMatch(answer -> answer.error().isEmpty());
    assertThat(answers.stream().map(LifecycleContract::environment).distinct()).hasSize(4);
  }

  @Test
  void aReservationThatIsUsedUpThrottles() {
    FunctionSpec function = lab.python("echo", ECHO);
    lab.fleet.reserve(function.arn(), 0);

    assertThat(lab.invoke(function, "{}").error())
        .isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded");
  }

  @Test
  void provisionedEnvironmentsAreWarmBeforeTheFirstCall() {
    FunctionSpec function =
        lab.python(
            "warm",
            "import os\ndef handler(e, c):\n    return os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']\n");
    lab.fleet.provision(function, 1);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lab.fleet.provisioned(function.arn(), "$LATEST").available() == 1);

    Lab.Answer answer = lab.invoke(function, "{}");

    assertThat(answer.payload()).isEqualTo("\"provisioned-concurrency\"");
    assertThat(answer.timeline().snapshot().attributes()).containsEntry("cold", false);
  }

  @Test
  void provisioningAFunctionThatCannotStartFails() {
    FunctionSpec function = lab.python("broken", "raise RuntimeError('no')\n");
    lab.fleet.provision(function, 1);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            lab.fleet
                .provisioned(function.arn(), "$LATEST")
                .failure()
                .equals("FUNCTION_ERROR_INIT_FAILURE"));
  }

  @Test
  void anUpdateRecyclesTheEnvironmentsOfTheOldRevision() {
    FunctionSpec old = lab.python("changes", "def handler(e, c):\n    return 'old'\n");
    lab.invoke(old, "{}");
    FunctionSpec fresh = lab.python("changes", "def handler(e, c):\n    return 'new'\n");
    lab.fleet.retire(old.arn(), "$LATEST", fresh.revision());

    // It may still be on its way back from the invocation, and ends then.
    await().untilAsserted(() -> assertThat(lab.fleet.environments()).isEmpty());
    assertThat(lab.invoke(fresh, "{}").payload()).isEqualTo("\"new\"");
  }

  @Test
  void backgroundThreadsStandStillBetweenCalls() throws Exception {
    FunctionSpec function =
        lab.python(
            "background",
            """
            import threading, time
            ticks = 0
            def tick():
                global ticks
                while True:
                    ticks += 1
                    time.sleep(0.005)
            threading.Thread(target=tick, daemon=True).start()
            def handler(event, context):
                return ticks
            """);
    lab.invoke(function, "{}");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lab.fleet.environments().getFirst().state().equals("frozen"));
    int before = lab.invoke(function, "{}").json().asInt();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lab.fleet.environments().getFirst().state().equals("frozen"));
    // While this thread spends half a second, a running one would tick a hundred times.
    long until = System.nanoTime() + 500_000_000L;
    await().atMost(Duration.ofSeconds(5)).until(() -> System.nanoTime() > until);
    int after = lab.invoke(function, "{}").json().asInt();

    assertThat(after - before).isBetween(0, 30);
  }

  @Test
  void outputWithoutEndIsBoundedAndTheCallStillTimesOut() {
    FunctionSpec function =
        lab.function(
            "writes",
            "app.handler",
            1769,
            Duration.ofSeconds(2),
            512,
            Map.of(
                "app.py",
                "import sys\ndef handler(e, c):\n    while True: sys.stdout.write('x' * 1000 + '\\n')\n"));

    Lab.Answer answer = lab.invoke(function, "{}");

    assertThat(answer.json().path("errorType").asString()).isEqualTo("Sandbox.Timedout");
    assertThat(answer.tail().length()).isLessThanOrEqualTo(4096);
  }

  @Test
  void hugeEventsAndAnswersPassUpToTheLimit() {
    FunctionSpec function =
        lab.function(
            "big",
            "app.handler",
            1769,
            Duration.ofSeconds(20),
            512,
            Map.of(
                "app.py",
                "def handler(e, c):\n    return 'x' * e['n'] if 'n' in e else len(e['s'])\n"));

    assertThat(lab.invoke(function, "{\"s\":\"" + "y".repeat(6_000_000) + "\"}").payload())
        .isEqualTo("6000000");
    assertThat(lab.invoke(function, "{\"n\":6000000}").payload()).hasSize(6_000_002);
    assertThat(lab.invoke(function, "{\"n\":6300000}").json().path("errorType").asString())
        .isEqualTo("Function.ResponseSizeTooLarge");
  }

  @Test
  void aFunctionThatForksWithoutEndIsEndedWithAllItsChildren() {
    FunctionSpec function =
        lab.function(
            "forks",
            "app.handler",
            256,
            Duration.ofSeconds(3),
            512,
            Map.of(
                "app.py",
                """
                import os, time
                def handler(event, context):
                    for i in range(60):
                        try:
                            if os.fork() == 0:
                                os.setsid()
                                time.sleep(3600)
                        except OSError:
                            break
                    time.sleep(30)
                """));

    assertThat(lab.invoke(function, "{}").json().path("errorType").asString())
        .isEqualTo("Sandbox.Timedout");
    lab.fleet.retire(function.arn(), "$LATEST", "");
    if (isolation() != Sandboxes.Choice.PROCESS) {
      await().atMost(Duration.ofSeconds(10)).until(() -> processes("bootstrap.py") == 0);
    }
  }

  static String environment(Lab.Answer answer) {
    return answer.timeline().snapshot().links().stream()
        .filter(link -> link.relation() == Link.Relation.RAN_IN)
        .findFirst()
        .orElseThrow()
        .id();
  }

  /// Processes of this machine whose command line has that word and whose parent chain leads to
  /// this test's sandboxes.
  private static long processes(String word) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> commandLine(process.pid()).contains(word))
        .count();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (java.io.IOException e) {
      return "";
    }
  }
}

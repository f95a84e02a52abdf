package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real external extension that subscribes, collects, and prints what it got.
@Timeout(120)
class TelemetryLifecycleTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// After each invocation it waits to be told that the runtime is done, as extensions do that send
  /// on what they collect.
  private static final String AGENT =
      """
      #!/usr/bin/env python3
      import http.client, http.server, json, os, threading

      api = os.environ['AWS_LAMBDA_RUNTIME_API']
      told = threading.Condition()
      done = set()

      class Sink(http.server.BaseHTTPRequestHandler):
          protocol_version = 'HTTP/1.1'

          def do_POST(self):
              events = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
              for event in events:
                  if event['type'] != 'extension' or not event['record'].startswith('GOT'):
                      print('GOT ' + json.dumps(event), flush=True)
                  if event['type'] == 'platform.runtimeDone':
                      with told:
                          done.add(event['record']['requestId'])
                          told.notify_all()
              self.send_response(200)
              self.send_header('Content-Length', '0')
              self.end_headers()

          def log_message(self, *ignored):
              pass

      def call(method, path, headers, body=None):
          connection = http.client.HTTPConnection(api)
          connection.request(method, path, body and json.dumps(body), headers)
          answer = connection.getresponse()
          return answer.status, answer.headers, answer.read().decode()

      server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Sink)
      threading.Thread(target=server.serve_forever, daemon=True).start()
      _, headers, _ = call('POST', '/2020-01-01/extension/register',
                           {'Lambda-Extension-Name': os.path.basename(__file__)},
                           {'events': ['INVOKE', 'SHUTDOWN']})
      me = {'Lambda-Extension-Identifier': headers['Lambda-Extension-Identifier']}
      wanted = {'schemaVersion': '2022-12-13', 'types': ['platform', 'function', 'extension'],
                'buffering': {'timeoutMs': 25},
                'destination': {'protocol': 'HTTP',
                                'URI': 'http://sandbox.localdomain:%d' % server.server_port}}
      print('FAULTY', *call('PUT', '/2022-07-01/telemetry', me, {**wanted, 'types': []})[::2])
      print('SUBSCRIBED', *call('PUT', '/2022-07-01/telemetry', me, wanted)[::2], flush=True)
      while True:
          event = json.loads(call('GET', '/2020-01-01/extension/event/next', me)[2])
          if event['eventType'] == 'SHUTDOWN':
              print('LATE', *call('PUT', '/2022-07-01/telemetry', me, wanted)[::2], flush=True)
              break
          with told:
              told.wait_for(lambda: event['requestId'] in done)
          print('SENT ON', event['requestId'], flush=True)
      """;

  private static final String FUNCTION =
      """
      print('loading')
      def handler(event, context):
          print('hello ' + str(event))
          if event == 'raise':
              raise ValueError('no')
          if event == 'exit':
              import os
              os._exit(3)
          return {'ok': True}
      """;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @BeforeEach
  void anExtensionNeedsAPython() {
    assumeTrue(
        List.of("/usr/bin/python3", "/usr/local/bin/python3").stream()
            .anyMatch(python -> Files.isExecutable(Path.of(python))),
        "no python3 on the path that functions see");
  }

  @ParameterizedTest
  @EnumSource(
      value = Sandboxes.Choice.class,
      names = {"AUTO", "PROCESS"})
  void anExtensionIsToldTheWholeLifeOfItsEnvironment(Sandboxes.Choice isolation) throws Exception {
    Lab.Answer first;
    Lab lab = new Lab(directory, isolation);
    try (lab) {
      FunctionSpec function = withAgent(lab, "told");
      first = lab.invoke(function, "\"one\"");
      assertThat(first.payload()).as(String.join("\n", lab.log)).isEqualTo("{\"ok\": true}");
      await().until(() -> events(lab, "platform.report").size() == 1);
      lab.invoke(function, "\"raise\"");
      await().until(() -> events(lab, "platform.report").size() == 2);
    }

    assertThat(lab.log)
        .anyMatch(l -> l.startsWith("FAULTY 400 ") && l.contains("types should not be empty"))
        .contains("SUBSCRIBED 200 OK")
        .anyMatch(l -> l.startsWith("LATE 403 ") && l.contains("Telemetry.SubscriptionClosed"))
        .contains("SENT ON " + first.timeline().id());
    assertThat(types(lab))
        .containsSubsequence(
            "platform.initStart",
            "platform.telemetrySubscription",
            "platform.initRuntimeDone",
            "platform.extension",
            "platform.initReport",
            "platform.start",
            "platform.runtimeDone",
            "platform.report",
            "platform.start",
            "platform.runtimeDone",
            "platform.report");
    assertThat(records(lab, "function")).contains("loading", "hello one", "hello raise");
    assertThat(records(lab, "extension")).contains("SUBSCRIBED 200 OK");
    assertThat(records(lab, "extension")).doesNotContain("loading", "hello one");
    assertThat(events(lab, "platform.extension").getFirst().toString())
        .isEqualTo("{\"name\":\"agent\",\"state\":\"Ready\",\"events\":[\"INVOKE\",\"SHUTDOWN\"]}");
    assertThat(events(lab, "platform.runtimeDone").get(1).path("status").asString())
        .isEqualTo("error");
  }

  @ParameterizedTest
  @EnumSource(
      value = Sandboxes.Choice.class,
      names = {"AUTO", "PROCESS"})
  void durationsAreThoseOfTheTimeline(Sandboxes.Choice isolation) throws Exception {
    try (Lab lab = new Lab(directory, isolation)) {
      Lab.Answer answer = lab.invoke(withAgent(lab, "same"), "\"one\"");
      await().until(() -> !events(lab, "platform.report").isEmpty());

      JsonNode done = events(lab, "platform.runtimeDone").getFirst();
      JsonNode report = events(lab, "platform.report").getFirst();
      Snapshot timeline = answer.timeline().snapshot();
      assertThat(report.path("requestId").asString()).isEqualTo(timeline.id());
      assertThat(report.path("metrics").path("durationMs").asDouble())
          .isEqualTo(ms(timeline.total("invoke")));
      assertThat(report.path("metrics").path("initDurationMs").asDouble())
          .isEqualTo(ms((Long) timeline.attributes().getOrDefault("init-ns", 0L)));
      assertThat(done.path("metrics").path("producedBytes").asLong())
          .isEqualTo(answer.payload().length());
      assertThat(spans(done))
          .isEqualTo(
              Map.of(
                  "responseLatency", ms(timeline.total("response-latency")),
                  "responseDuration", ms(timeline.total("response-duration")),
                  "runtimeOverhead", ms(timeline.total("runtime-overhead"))));
      assertThat(spans(report))
          .isEqualTo(Map.of("extensionOverhead", ms(timeline.total("extension-overhead"))));
      assertThat(done.path("metrics").path("durationMs").asDouble())
          .isLessThanOrEqualTo(report.path("metrics").path("durationMs").asDouble());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Sandboxes.Choice.class,
      names = {"AUTO", "PROCESS"})
  void aRuntimeThatDiesIsToldAndTheNextOneIsToldAnew(Sandboxes.Choice isolation) throws Exception {
    try (Lab lab = new Lab(directory, isolation)) {
      FunctionSpec function = withAgent(lab, "dies");
      lab.invoke(function, "\"exit\"");
      await().until(() -> lab.fleet.environments().getFirst().state().equals("frozen"));
      assertThat(lab.log).anyMatch(line -> line.startsWith("LATE 403 "));
      assertThat(lab.invoke(function, "\"two\"").payload()).isEqualTo("{\"ok\": true}");
      await().until(() -> events(lab, "platform.report").size() == 2);

      JsonNode failed = events(lab, "platform.report").getFirst();
      assertThat(failed.path("status").asString()).isEqualTo("error");
      assertThat(failed.path("errorType").asString()).isEqualTo("Runtime.ExitError");
      assertThat(phases(lab)).containsExactly("init", "invoke");
    }
  }

  private static Set<String> phases(Lab lab) {
    return events(lab, "platform.initStart").stream()
        .map(record -> record.path("phase").asString())
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  /// The extension is put in place as an unpacked layer would be, with its executable bit.
  private FunctionSpec withAgent(Lab lab, String name) throws IOException {
    FunctionSpec plain =
        lab.function(
            name, "app.handler", 512, Duration.ofSeconds(20), 512, Map.of("app.py", FUNCTION));
    FunctionSpec.CodeArtifact layer = lab.zip(Map.of("extensions/agent", AGENT));
    Path unpacked =
        directory
            .resolve("code/shared")
            .resolve(
                plain.code().sha256().substring(0, 24) + "-" + layer.sha256().substring(0, 24));
    Files.createDirectories(unpacked.resolve("task"));
    Files.writeString(unpacked.resolve("task/app.py"), FUNCTION);
    Path agent = Files.createDirectories(unpacked.resolve("opt/extensions")).resolve("agent");
    Files.writeString(agent, AGENT);
    Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FunctionSpec(
        plain.arn(),
        plain.version(),
        plain.revision(),
        plain.runtime(),
        plain.handler(),
        plain.code(),
        List.of(layer),
        plain.memoryMb(),
        plain.timeout(),
        plain.tmpMb(),
        plain.environment(),
        plain.role(),
        plain.logging(),
        plain.tracingActive());
  }

  private static List<JsonNode> all(Lab lab) {
    return lab.log.stream()
        .filter(line -> line.startsWith("GOT "))
        .map(line -> JSON.readTree(line.substring(4)))
        .toList();
  }

  private static List<JsonNode> events(Lab lab, String type) {
    return all(lab).stream()
        .filter(event -> event.path("type").asString().equals(type))
        .map(event -> event.path("record"))
        .toList();
  }

  private static List<String> types(Lab lab) {
    return all(lab).stream().map(event -> event.path("type").asString()).toList();
  }

  private static List<String> records(Lab lab, String type) {
    return events(lab, type).stream().map(JsonNode::asString).toList();
  }

  private static Map<String, Double> spans(JsonNode record) {
    return record
        .path("spans")
        .valueStream()
        .collect(
            Collectors.toMap(
                span -> span.path("name").asString(), span -> span.path("durationMs").asDouble()));
  }

  private static double ms(long nanos) {
    return Math.floor(nanos / 1e3) / 1e3;
  }
}

package dev.thaw.lambda.telemetry;

import dev.thaw.lambda.telemetry.TelemetryEvent.Init;
import dev.thaw.lambda.telemetry.TelemetryEvent.Result;
import dev.thaw.lambda.telemetry.TelemetryEvent.Span;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes events as one version of the API has them: `{"time":…,"type":…,"record":…}`.
final class EventJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Schema schema;
  private final boolean jsonLogs;

  /// @param jsonLogs whether the function's LogFormat is JSON
  EventJson(Schema schema, boolean jsonLogs) {
    this.schema = schema;
    this.jsonLogs = jsonLogs;
  }

  /// One event of this version, none or several, each a JSON object.
  List<byte[]> write(TelemetryEvent event) {
    return bodies(event).stream()
        .map(body -> {
          Map<String, Object> whole = new LinkedHashMap<>();
          whole.put("time", time(event.at()));
          whole.put("type", body.type());
          whole.put("record", body.content());
          return JSON.writeValueAsBytes(whole);
        })
        .toList();
  }

  private record Body(String type, Object content) {}

  private List<Body> bodies(TelemetryEvent event) {
    return switch (schema.api()) {
      case TELEMETRY -> List.of(telemetry(event));
      case LOGS -> logs(event);
    };
  }

  private Body telemetry(TelemetryEvent event) {
    return switch (event) {
      case TelemetryEvent.InitStart start -> new Body("platform.initStart", initStart(start));
      case TelemetryEvent.InitRuntimeDone done ->
          new Body("platform.initRuntimeDone", init(done.init(), done.result()));
      case TelemetryEvent.InitReport report -> {
        Map<String, Object> content = init(report.init(), report.result());
        content.put("metrics", Map.of("durationMs", ms(report.nanos())));
        yield new Body("platform.initReport", content);
      }
      case TelemetryEvent.Start start -> {
        Map<String, Object> content = record("requestId", start.requestId());
        content.put("version", start.version());
        tracing(content, start.trace());
        yield new Body("platform.start", content);
      }
      case TelemetryEvent.RuntimeDone done -> {
        Map<String, Object> content = record("requestId", done.requestId());
        result(content, done.result());
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("durationMs", ms(done.nanos()));
        metrics.put("producedBytes", done.producedBytes());
        content.put("metrics", metrics);
        tracing(content, done.trace());
        content.put("spans", spans(done.spans()));
        yield new Body("platform.runtimeDone", content);
      }
      case TelemetryEvent.Report report -> {
        Map<String, Object> content = record("requestId", report.requestId());
        result(content, report.result());
        content.put("metrics", metrics(report));
        tracing(content, report.trace());
        content.put("spans", spans(report.spans()));
        yield new Body("platform.report", content);
      }
      case TelemetryEvent.Subscribed subscribed ->
          new Body("platform.telemetrySubscription", subscribed(subscribed));
      case TelemetryEvent.ExtensionState state -> extension(state);
      case TelemetryEvent.LogsDropped dropped -> dropped(dropped);
      case TelemetryEvent.Line line -> line(line);
    };
  }

  /// The older API knows nothing of init, of spans and of tracing.
  private List<Body> logs(TelemetryEvent event) {
    return switch (event) {
      case TelemetryEvent.InitStart _,
          TelemetryEvent.InitRuntimeDone _,
          TelemetryEvent.InitReport _ ->
          List.of();
      case TelemetryEvent.Start start -> {
        Map<String, Object> content = record("requestId", start.requestId());
        content.put("version", start.version());
        yield List.of(new Body("platform.start", content));
      }
      case TelemetryEvent.RuntimeDone done -> {
        if (schema == Schema.LOGS_2020_08_15) {
          yield List.of();
        }
        Map<String, Object> content = record("requestId", done.requestId());
        content.put("status", done.result().status());
        yield List.of(new Body("platform.runtimeDone", content));
      }
      case TelemetryEvent.Report report -> {
        Map<String, Object> content = record("requestId", report.requestId());
        content.put("metrics", metrics(report));
        yield List.of(
            new Body("platform.end", record("requestId", report.requestId())),
            new Body("platform.report", content));
      }
      case TelemetryEvent.Subscribed subscribed ->
          List.of(new Body("platform.logsSubscription", subscribed(subscribed)));
      case TelemetryEvent.ExtensionState state -> List.of(extension(state));
      case TelemetryEvent.LogsDropped dropped -> List.of(dropped(dropped));
      case TelemetryEvent.Line line -> List.of(line(line));
    };
  }

  private static Map<String, Object> initStart(TelemetryEvent.InitStart start) {
    Map<String, Object> content = record("initializationType", start.init().initializationType());
    content.put("phase", start.init().phase());
    content.put("runtimeVersion", start.runtimeVersion());
    content.put("runtimeVersionArn", start.runtimeVersionArn());
    content.put("functionName", start.functionName());
    content.put("functionArn", start.functionArn());
    content.put("functionVersion", start.functionVersion());
    content.put("instanceId", start.instanceId());
    content.put("instanceMaxMemory", start.memoryMb());
    return content;
  }

  private static Map<String, Object> init(Init init, Result result) {
    Map<String, Object> content = record("initializationType", init.initializationType());
    content.put("phase", init.phase());
    result(content, result);
    return content;
  }

  private static Map<String, Object> metrics(TelemetryEvent.Report report) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("durationMs", ms(report.nanos()));
    metrics.put("billedDurationMs", report.billedMs());
    metrics.put("memorySizeMB", report.memorySizeMb());
    metrics.put("maxMemoryUsedMB", report.maxMemoryUsedMb());
    report.initNanos().ifPresent(nanos -> metrics.put("initDurationMs", ms(nanos)));
    return metrics;
  }

  private static Body extension(TelemetryEvent.ExtensionState state) {
    Map<String, Object> content = record("name", state.name());
    content.put("state", state.state());
    content.put("events", state.events());
    state.errorType().ifPresent(type -> content.put("errorType", type));
    return new Body("platform.extension", content);
  }

  private static Map<String, Object> subscribed(TelemetryEvent.Subscribed subscribed) {
    Map<String, Object> content = record("name", subscribed.name());
    content.put("state", "Subscribed");
    content.put("types", subscribed.types());
    return content;
  }

  private static Body dropped(TelemetryEvent.LogsDropped dropped) {
    Map<String, Object> content = record("reason", dropped.reason());
    content.put("droppedRecords", dropped.records());
    content.put("droppedBytes", dropped.bytes());
    return new Body("platform.logsDropped", content);
  }

  private Body line(TelemetryEvent.Line line) {
    String type = line.extension() ? "extension" : "function";
    if (jsonLogs && schema.structuredLines() && line.text().startsWith("{")) {
      try {
        JsonNode node = JSON.readTree(line.text());
        if (node.isObject()) {
          return new Body(type, node);
        }
      } catch (JacksonException e) {
        // a line of text that only looks like JSON
      }
    }
    return new Body(type, line.text());
  }

  private static List<Map<String, Object>> spans(List<Span> spans) {
    return spans.stream()
        .map(span -> {
          Map<String, Object> content = record("name", span.name());
          content.put("start", time(span.start()));
          content.put("durationMs", ms(span.nanos()));
          return content;
        })
        .toList();
  }

  private static void result(Map<String, Object> content, Result result) {
    content.put("status", result.status());
    result.type().ifPresent(type -> content.put("errorType", type));
  }

  private static void tracing(Map<String, Object> content, Optional<String> trace) {
    trace.ifPresent(header -> {
      Map<String, Object> tracing = new LinkedHashMap<>();
      for (String part : header.split(";", -1)) {
        if (part.strip().startsWith("Parent=")) {
          tracing.put("spanId", part.strip().substring("Parent=".length()));
        }
      }
      tracing.put("type", "X-Amzn-Trace-Id");
      tracing.put("value", header);
      content.put("tracing", tracing);
    });
  }

  private static Map<String, Object> record(String key, Object value) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put(key, value);
    return content;
  }

  private static String time(long nanos) {
    return TIME.format(Instant.ofEpochMilli(nanos / 1_000_000));
  }

  /// Milliseconds with microseconds.
  private static double ms(long nanos) {
    return Math.floor(nanos / 1e3) / 1e3;
  }
}

package dev.thaw.lambda;

import dev.thaw.lambda.runtimeapi.RuntimeAnswer;
import dev.thaw.lambda.sandbox.Sandbox.Enforced;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The lines that the platform writes into a function's log, as text or as JSON.
final class PlatformLog {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final EnvironmentLog log;
  private final FunctionSpec function;
  private final String initializationType;

  PlatformLog(EnvironmentLog log, FunctionSpec function, String initializationType) {
    this.log = log;
    this.function = function;
    this.initializationType = initializationType;
  }

  /// @param runtimeVersion for example `python:3.13.0`
  void initStart(long now, String phase, String runtimeVersion) {
    String arn = runtimeVersionArn(function, runtimeVersion);
    if (!function.logging().json()) {
      log.platform(
          "INIT_START Runtime Version: " + runtimeVersion + "\tRuntime Version ARN: " + arn);
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("initializationType", initializationType);
    body.put("phase", phase);
    body.put("runtimeVersion", runtimeVersion);
    body.put("runtimeVersionArn", arn);
    body.put("functionName", function.name());
    body.put("functionVersion", function.version());
    json(now, "platform.initStart", body);
  }

  static String runtimeVersionArn(FunctionSpec function, String runtimeVersion) {
    return "arn:aws:lambda:" + function.region() + "::runtime:thaw-" + runtimeVersion;
  }

  /// Written only when init did not go well.
  void initReport(long now, String phase, long nanos, String status, String errorType) {
    if (!function.logging().json()) {
      String line =
          "INIT_REPORT Init Duration: "
              + ms(nanos)
              + " ms\tPhase: "
              + phase
              + "\tStatus: "
              + status;
      log.platform(errorType.isEmpty() ? line : line + "\tError Type: " + errorType);
      return;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("initializationType", initializationType);
    body.put("phase", phase);
    body.put("status", status);
    if (!errorType.isEmpty()) {
      body.put("errorType", errorType);
    }
    body.put("metrics", Map.of("durationMs", exactMs(nanos)));
    json(now, "platform.initReport", body);
  }

  void start(long now, String requestId) {
    if (function.logging().json()) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("requestId", requestId);
      body.put("version", function.version());
      json(now, "platform.start", body);
    } else {
      log.platform("START RequestId: " + requestId + " Version: " + function.version());
    }
  }

  /// A failure of the environment, between START and END.
  void fatal(long now, String requestId, RuntimeAnswer.Fatal fatal) {
    String message = message(fatal.payload());
    if (fatal.errorType().equals("Sandbox.Timedout")) {
      String time = TIME.format(Instant.ofEpochMilli(now / 1_000_000));
      int task = message.indexOf("Task timed out");
      log.platform(time + " " + requestId + " " + message.substring(Math.max(0, task)) + "\n");
    } else if (message.startsWith("RequestId: ")) {
      // What the runtime reported itself, it has also logged itself.
      log.platform(message + "\n" + fatal.errorType());
    }
  }

  private static String message(byte[] document) {
    try {
      return JSON.readTree(document).path("errorMessage").asString("");
    } catch (JacksonException e) {
      return "";
    }
  }

  void end(String requestId) {
    if (!function.logging().json()) {
      log.platform("END RequestId: " + requestId);
    }
  }

  void report(long now, InvokeReport report, Enforced enforced) {
    if (function.logging().json()) {
      json(now, "platform.report", record(report));
      return;
    }
    StringBuilder line = new StringBuilder(200);
    line.append("REPORT RequestId: ").append(report.requestId());
    line.append("\tDuration: ").append(ms(report.duration())).append(" ms");
    line.append("\tBilled Duration: ").append(report.billedMs()).append(" ms");
    line.append("\tMemory Size: ").append(report.memorySizeMb()).append(" MB");
    line.append("\tMax Memory Used: ").append(report.maxMemoryUsedMb()).append(" MB\t");
    report
        .init()
        .ifPresent(init -> line.append("Init Duration: ").append(ms(init)).append(" ms\t"));
    report.status().ifPresent(status -> line.append("Status: ").append(status).append('\t'));
    report.errorType().ifPresent(type -> line.append("Error Type: ").append(type).append('\t'));
    if (!enforced.memory()) {
      line.append("Memory Limit: not enforced\t");
    }
    if (!enforced.cpu()) {
      line.append("CPU Share: not enforced\t");
    }
    log.platform(line.toString());
  }

  static Map<String, Object> record(InvokeReport report) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("durationMs", exactMs(report.duration()));
    metrics.put("billedDurationMs", report.billedMs());
    metrics.put("memorySizeMB", report.memorySizeMb());
    metrics.put("maxMemoryUsedMB", report.maxMemoryUsedMb());
    report.init().ifPresent(init -> metrics.put("initDurationMs", exactMs(init)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("requestId", report.requestId());
    body.put("metrics", metrics);
    body.put("status", report.status().orElse("success"));
    report.errorType().ifPresent(type -> body.put("errorType", type));
    return body;
  }

  private void json(long now, String type, Map<String, Object> body) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("time", TIME.format(Instant.ofEpochMilli(now / 1_000_000)));
    event.put("type", type);
    event.put("record", body);
    log.platform(JSON.writeValueAsString(event));
  }

  private static String ms(long nanos) {
    return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
  }

  /// With microseconds.
  private static double exactMs(long nanos) {
    return Math.floor(nanos / 1e3) / 1e3;
  }
}

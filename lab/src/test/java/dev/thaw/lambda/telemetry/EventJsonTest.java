package dev.thaw.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.telemetry.TelemetryEvent.Init;
import dev.thaw.lambda.telemetry.TelemetryEvent.Result;
import dev.thaw.lambda.telemetry.TelemetryEvent.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private static final long AT =
      Instant.parse("2026-01-02T03:04:05.006Z").toEpochMilli() * 1_000_000 + 789_000;
  private static final String TIME = "{\"time\":\"2026-01-02T03:04:05.006Z\",\"type\":";
  private static final Init INIT = new Init("on-demand", "init");
  private static final Optional<String> TRACE = Optional.of("Root=1-a-b;Parent=c;Sampled=1");
  private static final String TRACING =
      "\"tracing\":{\"spanId\":\"c\",\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1-a-b;Parent=c;Sampled=1\"}";

  @Test
  void initIsToldAsAwsTellsIt() {
    assertThat(
            telemetry(
                new TelemetryEvent.InitStart(
                    AT, INIT, "python:3.13", "arn:r", "hello", "arn:f", "$LATEST", "env-1", 128)))
        .isEqualTo(
            TIME
                + "\"platform.initStart\",\"record\":{\"initializationType\":\"on-demand\",\"phase\":\"init\","
                + "\"runtimeVersion\":\"python:3.13\",\"runtimeVersionArn\":\"arn:r\",\"functionName\":\"hello\","
                + "\"functionArn\":\"arn:f\",\"functionVersion\":\"$LATEST\",\"instanceId\":\"env-1\",\"instanceMaxMemory\":128}}");
    assertThat(
            telemetry(
                new TelemetryEvent.InitRuntimeDone(
                    AT, INIT, new Result("error", Optional.of("Runtime.ExitError")))))
        .isEqualTo(
            TIME
                + "\"platform.initRuntimeDone\",\"record\":{\"initializationType\":\"on-demand\",\"phase\":\"init\","
                + "\"status\":\"error\",\"errorType\":\"Runtime.ExitError\"}}");
    assertThat(telemetry(new TelemetryEvent.InitReport(AT, INIT, Result.SUCCESS, 12_345_999)))
        .isEqualTo(
            TIME
                + "\"platform.initReport\",\"record\":{\"initializationType\":\"on-demand\",\"phase\":\"init\","
                + "\"status\":\"success\",\"metrics\":{\"durationMs\":12.345}}}");
  }

  @Test
  void anInvocationIsToldWithItsSpansAndItsTrace() {
    assertThat(telemetry(new TelemetryEvent.Start(AT, "id", "7", TRACE)))
        .isEqualTo(
            TIME
                + "\"platform.start\",\"record\":{\"requestId\":\"id\",\"version\":\"7\","
                + TRACING
                + "}}");
    assertThat(telemetry(runtimeDone()))
        .isEqualTo(
            TIME
                + "\"platform.runtimeDone\",\"record\":{\"requestId\":\"id\",\"status\":\"success\","
                + "\"metrics\":{\"durationMs\":2.001,\"producedBytes\":9},"
                + TRACING
                + ",\"spans\":[{\"name\":\"responseLatency\",\"start\":\"2026-01-02T03:04:05.006Z\",\"durationMs\":1.5}]}}");
    assertThat(telemetry(report()))
        .isEqualTo(
            TIME
                + "\"platform.report\",\"record\":{\"requestId\":\"id\",\"status\":\"timeout\","
                + "\"metrics\":{\"durationMs\":3.0,\"billedDurationMs\":4,\"memorySizeMB\":128,\"maxMemoryUsedMB\":30,\"initDurationMs\":80.25},"
                + "\"spans\":[]}}");
  }

  @Test
  void theLogsApiHasItsOlderNamesAndNothingOfInit() {
    EventJson first = new EventJson(Schema.LOGS_2020_08_15, false);
    EventJson second = new EventJson(Schema.LOGS_2021_03_18, false);

    assertThat(first.write(new TelemetryEvent.InitReport(AT, INIT, Result.SUCCESS, 1))).isEmpty();
    assertThat(first.write(runtimeDone())).isEmpty();
    assertThat(text(second.write(runtimeDone())))
        .isEqualTo(
            TIME
                + "\"platform.runtimeDone\",\"record\":{\"requestId\":\"id\",\"status\":\"success\"}}");
    assertThat(text(first.write(report())))
        .startsWith(TIME + "\"platform.end\",\"record\":{\"requestId\":\"id\"}}\n" + TIME)
        .contains("\"platform.report\"")
        .doesNotContain("spans");
    assertThat(text(first.write(new TelemetryEvent.Subscribed(AT, "agent", List.of("function")))))
        .isEqualTo(
            TIME
                + "\"platform.logsSubscription\",\"record\":{\"name\":\"agent\",\"state\":\"Subscribed\",\"types\":[\"function\"]}}");
  }

  @Test
  void extensionsAndLossesAreTold() {
    assertThat(
            telemetry(
                new TelemetryEvent.ExtensionState(
                    AT, "agent", "Ready", List.of("INVOKE"), Optional.empty())))
        .isEqualTo(
            TIME
                + "\"platform.extension\",\"record\":{\"name\":\"agent\",\"state\":\"Ready\",\"events\":[\"INVOKE\"]}}");
    assertThat(telemetry(new TelemetryEvent.LogsDropped(AT, "too slow", 3, 99)))
        .isEqualTo(
            TIME
                + "\"platform.logsDropped\",\"record\":{\"reason\":\"too slow\",\"droppedRecords\":3,\"droppedBytes\":99}}");
  }

  @Test
  void linesOfJsonLogsAreObjectsSinceTheSecondSchema() {
    TelemetryEvent line = new TelemetryEvent.Line(AT, false, "{\"level\":\"INFO\"}");
    TelemetryEvent broken = new TelemetryEvent.Line(AT, true, "{\"level\":");

    EventJson newer = new EventJson(Schema.TELEMETRY_2022_12_13, true);
    assertThat(text(newer.write(line)))
        .isEqualTo(TIME + "\"function\",\"record\":{\"level\":\"INFO\"}}");
    assertThat(text(newer.write(broken)))
        .isEqualTo(TIME + "\"extension\",\"record\":\"{\\\"level\\\":\"}");
    for (EventJson text :
        List.of(
            new EventJson(Schema.TELEMETRY_2022_07_01, true),
            new EventJson(Schema.TELEMETRY_2022_12_13, false))) {
      assertThat(text(text.write(line)))
          .isEqualTo(TIME + "\"function\",\"record\":\"{\\\"level\\\":\\\"INFO\\\"}\"}");
    }
  }

  private static TelemetryEvent runtimeDone() {
    return new TelemetryEvent.RuntimeDone(
        AT,
        "id",
        Result.SUCCESS,
        2_001_999,
        9,
        TRACE,
        List.of(new Span("responseLatency", AT, 1_500_000)));
  }

  private static TelemetryEvent report() {
    return new TelemetryEvent.Report(
        AT,
        "id",
        new Result("timeout", Optional.empty()),
        3_000_000,
        4,
        128,
        30,
        OptionalLong.of(80_250_000),
        Optional.empty(),
        List.of());
  }

  private static String telemetry(TelemetryEvent event) {
    return text(new EventJson(Schema.TELEMETRY_2022_07_01, false).write(event));
  }

  private static String text(List<byte[]> events) {
    return String.join(
        "\n", events.stream().map(e -> new String(e, StandardCharsets.UTF_8)).toList());
  }
}

package dev.thaw.lambda.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing that happened in an environment. Cheap to make: it becomes JSON only for those who
/// have subscribed to it.
public sealed interface TelemetryEvent {

  /// When it happened, in nanoseconds since the epoch.
  long at();

  /// @param initializationType `on-demand` or `provisioned-concurrency`
  /// @param phase `init`, or `invoke` when init is made up for during an invocation
  record Init(String initializationType, String phase) {}

  /// @param type empty with status `success`, and with `timeout`
  /// @param status `success`, `error`, `failure` or `timeout`
  record Result(String status, Optional<String> type) {

    public static final Result SUCCESS = new Result("success", Optional.empty());
  }

  /// @param name `responseLatency`, `responseDuration`, `runtimeOverhead` or `extensionOverhead`
  /// @param start nanoseconds since the epoch
  /// @param nanos how long it took
  record Span(String name, long start, long nanos) {}

  /// @param instanceId one per environment
  /// @param memoryMb what the environment may use
  record InitStart(
      long at,
      Init init,
      String runtimeVersion,
      String runtimeVersionArn,
      String functionName,
      String functionArn,
      String functionVersion,
      String instanceId,
      int memoryMb)
      implements TelemetryEvent {}

  record InitRuntimeDone(long at, Init init, Result result) implements TelemetryEvent {}

  /// @param nanos of the whole init
  record InitReport(long at, Init init, Result result, long nanos) implements TelemetryEvent {}

  /// @param trace the X-Ray header of the invocation
  record Start(long at, String requestId, String version, Optional<String> trace)
      implements TelemetryEvent {}

  /// @param nanos from the start of the invocation until the runtime was free again
  record RuntimeDone(
      long at,
      String requestId,
      Result result,
      long nanos,
      long producedBytes,
      Optional<String> trace,
      List<Span> spans)
      implements TelemetryEvent {}

  /// @param nanos of the whole invocation
  /// @param initNanos with a cold start
  record Report(
      long at,
      String requestId,
      Result result,
      long nanos,
      long billedMs,
      int memorySizeMb,
      long maxMemoryUsedMb,
      OptionalLong initNanos,
      Optional<String> trace,
      List<Span> spans)
      implements TelemetryEvent {}

  /// @param state `Ready` or what else it was in when init ended
  /// @param events `INVOKE`, `SHUTDOWN`
  record ExtensionState(
      long at, String name, String state, List<String> events, Optional<String> errorType)
      implements TelemetryEvent {}

  /// @param types wire names
  record Subscribed(long at, String name, List<String> types) implements TelemetryEvent {}

  /// What a subscriber has missed because it did not take its batches in time.
  record LogsDropped(long at, String reason, long records, long bytes) implements TelemetryEvent {}

  /// What a process wrote: one line, or one framed record.
  ///
  /// @param extension whether an extension wrote it
  record Line(long at, boolean extension, String text) implements TelemetryEvent {}
}

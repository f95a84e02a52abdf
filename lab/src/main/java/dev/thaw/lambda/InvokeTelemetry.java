package dev.thaw.lambda;

import dev.thaw.lambda.runtimeapi.RuntimeAnswer;
import dev.thaw.lambda.telemetry.TelemetryEvent;
import dev.thaw.lambda.telemetry.TelemetryEvent.Result;
import dev.thaw.lambda.telemetry.TelemetryEvent.Span;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What telemetry tells about an invocation: a fold of its timeline.
final class InvokeTelemetry {

  private static final Map<String, String> RUNTIME_SPANS =
      Map.of(
          "response-latency", "responseLatency",
          "response-duration", "responseDuration",
          "runtime-overhead", "runtimeOverhead");

  private static final Map<String, String> REPORT_SPANS =
      Map.of("extension-overhead", "extensionOverhead");

  private InvokeTelemetry() {}

  /// @param at when the runtime was free, in nanoseconds since the epoch
  static TelemetryEvent.RuntimeDone runtimeDone(
      Snapshot request, long at, Result result, Optional<String> trace) {
    long began = request.phase("invoke").map(Phase::start).orElse(at);
    return new TelemetryEvent.RuntimeDone(
        at,
        request.id(),
        result,
        at - began,
        request.attributes().get("produced-bytes") instanceof Long bytes ? bytes : 0,
        trace,
        spans(request, RUNTIME_SPANS));
  }

  static TelemetryEvent.Report report(
      Snapshot request, InvokeReport report, long at, Result result, Optional<String> trace) {
    return new TelemetryEvent.Report(
        at,
        report.requestId(),
        result,
        report.duration(),
        report.billedMs(),
        report.memorySizeMb(),
        report.maxMemoryUsedMb(),
        report.init(),
        trace,
        spans(request, REPORT_SPANS));
  }

  static Result result(RuntimeAnswer answer) {
    return switch (answer) {
      case RuntimeAnswer.Response _ -> Result.SUCCESS;
      case RuntimeAnswer.Streamed(String errorType, String _) ->
          errorType == null ? Result.SUCCESS : new Result("error", Optional.of(errorType));
      case RuntimeAnswer.FunctionError error -> new Result("error", Optional.of(error.errorType()));
      case RuntimeAnswer.Fatal(String errorType, byte[] _) -> fatal(errorType);
    };
  }

  /// @param errorType why the environment is reset
  static Result fatal(String errorType) {
    return switch (errorType) {
      case "Sandbox.Timedout" -> new Result("timeout", Optional.empty());
      case "Sandbox.Failure" -> new Result("failure", Optional.of(errorType));
      default -> new Result("error", Optional.of(errorType));
    };
  }

  private static List<Span> spans(Snapshot request, Map<String, String> names) {
    List<Span> spans = new ArrayList<>();
    for (Phase phase : request.phases()) {
      String name = names.get(phase.name());
      if (name != null) {
        spans.add(new Span(name, phase.start(), phase.duration(request.taken())));
      }
    }
    return spans;
  }
}

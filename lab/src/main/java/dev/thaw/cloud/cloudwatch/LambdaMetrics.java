package dev.thaw.cloud.cloudwatch;

import dev.thaw.lambda.FunctionSpec;
import dev.thaw.lambda.InvocationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tells CloudWatch about functions as Lambda does: each metric by function, by function and
/// resource, and across all.
public final class LambdaMetrics implements InvocationListener {

  private static final String NAMESPACE = "AWS/Lambda";
  private static final String COUNT = "Count";

  private final MetricSink sink;

  public LambdaMetrics(MetricSink sink) {
    this.sink = sink;
  }

  @Override
  public void entered(FunctionSpec function, long atNs, int running, int runningInAll) {
    record(function, "ConcurrentExecutions", byName(function), atNs, running, COUNT);
    record(function, "ConcurrentExecutions", Map.of(), atNs, runningInAll, COUNT);
  }

  @Override
  public void throttled(FunctionSpec function, String invokedArn, long atNs) {
    everywhere(function, invokedArn, "Throttles", atNs, 1, COUNT);
  }

  @Override
  public void ended(
      FunctionSpec function, String invokedArn, long beganNs, long durationNs, boolean failed) {
    everywhere(function, invokedArn, "Invocations", beganNs, 1, COUNT);
    everywhere(function, invokedArn, "Errors", beganNs, failed ? 1 : 0, COUNT);
    everywhere(function, invokedArn, "Throttles", beganNs, 0, COUNT);
    everywhere(function, invokedArn, "Duration", beganNs, durationNs / 1e6, "Milliseconds");
  }

  private void everywhere(
      FunctionSpec function,
      String invokedArn,
      String metric,
      long atNs,
      double value,
      String unit) {
    for (Map<String, String> dimensions : dimensions(function, invokedArn)) {
      record(function, metric, dimensions, atNs, value, unit);
    }
  }

  private static List<Map<String, String>> dimensions(FunctionSpec function, String invokedArn) {
    String name = function.name();
    String qualifier =
        invokedArn.length() > function.arn().length()
            ? invokedArn.substring(function.arn().length())
            : "";
    List<Map<String, String>> all = new ArrayList<>(4);
    all.add(Map.of());
    all.add(byName(function));
    all.add(Map.of("FunctionName", name, "Resource", name + qualifier));
    if (isAlias(qualifier)) {
      all.add(
          Map.of(
              "FunctionName",
              name,
              "Resource",
              name + qualifier,
              "ExecutedVersion",
              function.version()));
    }
    return all;
  }

  /// What is neither a number nor `$LATEST`; such a name points to one of several versions.
  private static boolean isAlias(String qualifier) {
    return qualifier.length() > 1
        && !qualifier.startsWith(":$")
        && !qualifier.chars().skip(1).allMatch(Character::isDigit);
  }

  private static Map<String, String> byName(FunctionSpec function) {
    return Map.of("FunctionName", function.name());
  }

  private void record(
      FunctionSpec function,
      String metric,
      Map<String, String> dimensions,
      long atNs,
      double value,
      String unit) {
    sink.record(
        function.account(),
        function.region(),
        NAMESPACE,
        metric,
        dimensions,
        atNs / 1_000_000,
        value,
        unit);
  }
}

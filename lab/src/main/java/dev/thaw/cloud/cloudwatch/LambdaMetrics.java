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
    Teller tell = new Teller(function, atNs);
    tell.one("ConcurrentExecutions", byName(function), running, COUNT);
    tell.one("ConcurrentExecutions", Map.of(), runningInAll, COUNT);
  }

  @Override
  public void throttled(FunctionSpec function, String invokedArn, long atNs) {
    new Teller(function, atNs).everywhere("Throttles", dimensions(function, invokedArn), 1, COUNT);
  }

  @Override
  public void ended(
      FunctionSpec function, String invokedArn, long beganNs, long durationNs, boolean failed) {
    Teller tell = new Teller(function, beganNs);
    List<Map<String, String>> all = dimensions(function, invokedArn);
    tell.everywhere("Invocations", all, 1, COUNT);
    tell.everywhere("Errors", all, failed ? 1 : 0, COUNT);
    tell.everywhere("Throttles", all, 0, COUNT);
    tell.everywhere("Duration", all, durationNs / 1e6, "Milliseconds");
  }

  private static List<Map<String, String>> dimensions(FunctionSpec function, String invokedArn) {
    String name = function.name();
    String qualifier =
        invokedArn.length() > function.arn().length()
            ? invokedArn.substring(function.arn().length())
            : "";
    String resource = name + qualifier;
    List<Map<String, String>> all = new ArrayList<>(4);
    all.add(Map.of());
    all.add(byName(function));
    all.add(Map.of("FunctionName", name, "Resource", resource));
    if (isAlias(qualifier)) {
      all.add(
          Map.of(
              "FunctionName", name, "Resource", resource, "ExecutedVersion", function.version()));
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

  /// Tells of one function at one time.
  private final class Teller {

    private final String account;
    private final String region;
    private final long timeMs;

    Teller(FunctionSpec function, long atNs) {
      account = function.account();
      region = function.region();
      timeMs = atNs / 1_000_000;
    }

    void everywhere(String metric, List<Map<String, String>> all, double value, String unit) {
      for (Map<String, String> dimensions : all) {
        one(metric, dimensions, value, unit);
      }
    }

    void one(String metric, Map<String, String> dimensions, double value, String unit) {
      sink.record(account, region, NAMESPACE, metric, dimensions, timeMs, value, unit);
    }
  }
}

package dev.thaw.cloud.cloudwatch;

import java.util.Map;

/// Takes thaw's own measurements as AWS's services tell CloudWatch theirs.
@FunctionalInterface
public interface MetricSink {

  /// Cheap: it is called for every request.
  ///
  /// @param namespace for example `AWS/Lambda`
  /// @param timeMs epoch milliseconds
  /// @param unit one of CloudWatch's, for example `Count` or `Milliseconds`
  void record(
      String account,
      String region,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      long timeMs,
      double value,
      String unit);
}

package dev.thaw.cloud.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Tells CloudWatch about requests to deployed APIs as API Gateway does: each metric by API, and by
/// API and stage.
public final class ApiGatewayMetrics {

  private static final String NAMESPACE = "AWS/ApiGateway";
  private static final String COUNT = "Count";
  private static final String MILLISECONDS = "Milliseconds";

  private final MetricSink sink;

  public ApiGatewayMetrics(MetricSink sink) {
    this.sink = sink;
  }

  /// Which kind of API it is, by which AWS names dimensions and metrics.
  public enum Kind {
    /// Known by its name.
    REST("ApiName", "4XXError", "5XXError"),
    /// Known by its id.
    HTTP("ApiId", "4xx", "5xx");

    private final String dimension;
    private final String clientError;
    private final String serverError;

    Kind(String dimension, String clientError, String serverError) {
      this.dimension = dimension;
      this.clientError = clientError;
      this.serverError = serverError;
    }
  }

  /// One answered request.
  ///
  /// @param api its name or id, by its kind
  /// @param arrivedMs epoch milliseconds
  /// @param status of HTTP
  /// @param latencyMs from the arrival to the answer
  /// @param integrationLatencyMs empty if no integration was asked
  public record Answered(
      String account,
      String region,
      Kind kind,
      String api,
      String stage,
      long arrivedMs,
      int status,
      double latencyMs,
      OptionalDouble integrationLatencyMs) {}

  public void answered(Answered request) {
    record(request, COUNT, 1, COUNT);
    record(request, request.kind().clientError, hundreds(request, 4), COUNT);
    record(request, request.kind().serverError, hundreds(request, 5), COUNT);
    record(request, "Latency", request.latencyMs(), MILLISECONDS);
    request
        .integrationLatencyMs()
        .ifPresent(latency -> record(request, "IntegrationLatency", latency, MILLISECONDS));
  }

  private static int hundreds(Answered request, int hundreds) {
    return request.status() / 100 == hundreds ? 1 : 0;
  }

  private void record(Answered request, String metric, double value, String unit) {
    String dimension = request.kind().dimension;
    for (Map<String, String> dimensions :
        List.of(
            Map.of(dimension, request.api()),
            Map.of(dimension, request.api(), "Stage", request.stage()))) {
      sink.record(
          request.account(),
          request.region(),
          NAMESPACE,
          metric,
          dimensions,
          request.arrivedMs(),
          value,
          unit);
    }
  }
}

package dev.thaw.cloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.cloudwatch.ApiGatewayMetrics.Answered;
import dev.thaw.cloud.cloudwatch.ApiGatewayMetrics.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ApiGatewayMetricsTest {

  private final List<String> recorded = new ArrayList<>();
  private final ApiGatewayMetrics metrics =
      new ApiGatewayMetrics((account, region, namespace, metric, dimensions, timeMs, value, unit) ->
          recorded.add("%s %s %s".formatted(metric, new TreeMap<>(dimensions), value)));

  private static Answered answered(Kind kind, int status, OptionalDouble integration) {
    return new Answered(
        "000000000000", "us-east-1", kind, "a", "dev", 0, status, 12.5, integration);
  }

  @Test
  void countsRestApisByName() {
    metrics.answered(answered(Kind.REST, 502, OptionalDouble.of(9)));
    assertThat(recorded)
        .contains(
            "Count {ApiName=a} 1.0",
            "4XXError {ApiName=a} 0.0",
            "5XXError {ApiName=a, Stage=dev} 1.0",
            "Latency {ApiName=a} 12.5",
            "IntegrationLatency {ApiName=a, Stage=dev} 9.0")
        .hasSize(10);
  }

  @Test
  void countsHttpApisByIdAndLeavesOutWhatWasNotAsked() {
    metrics.answered(answered(Kind.HTTP, 404, OptionalDouble.empty()));
    assertThat(recorded)
        .contains("4xx {ApiId=a} 1.0", "5xx {ApiId=a, Stage=dev} 0.0")
        .noneMatch(each -> each.startsWith("IntegrationLatency"));
  }
}

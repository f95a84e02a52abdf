package dev.thaw.cloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LambdaMetricsTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:f";

  private final List<String> recorded = new ArrayList<>();
  private final LambdaMetrics metrics =
      new LambdaMetrics((account, region, namespace, metric, dimensions, timeMs, value, unit) ->
          recorded.add(
              "%s %s %s %s %s".formatted(metric, new TreeMap<>(dimensions), timeMs, value, unit)));

  private static FunctionSpec function(String version) {
    return new FunctionSpec(
        ARN,
        version,
        "r",
        "python3.13",
        "app.handler",
        new FunctionSpec.CodeArtifact(Path.of("x.zip"), "00", 1),
        List.of(),
        128,
        Duration.ofSeconds(3),
        512,
        Map.of(),
        "",
        new FunctionSpec.Logging(false, "", "", "/aws/lambda/f"),
        false);
  }

  @Test
  void tellsAnInvocationInAllDimensions() {
    metrics.ended(function("$LATEST"), ARN, 5_000_000, 1_500_000, true);
    assertThat(recorded)
        .contains(
            "Invocations {} 5 1.0 Count",
            "Invocations {FunctionName=f} 5 1.0 Count",
            "Errors {FunctionName=f, Resource=f} 5 1.0 Count",
            "Duration {FunctionName=f} 5 1.5 Milliseconds")
        .hasSize(12);
  }

  @Test
  void tellsWhichVersionAnAliasRan() {
    metrics.ended(function("7"), ARN + ":live", 0, 0, false);
    assertThat(recorded)
        .contains("Errors {ExecutedVersion=7, FunctionName=f, Resource=f:live} 0 0.0 Count");
    recorded.clear();
    metrics.ended(function("7"), ARN + ":7", 0, 0, false);
    assertThat(recorded).noneMatch(each -> each.contains("ExecutedVersion"));
    assertThat(recorded).contains("Invocations {FunctionName=f, Resource=f:7} 0 1.0 Count");
  }

  @Test
  void tellsThrottlesAndConcurrency() {
    metrics.throttled(function("$LATEST"), ARN, 0);
    metrics.entered(function("$LATEST"), 0, 2, 5);
    assertThat(recorded)
        .contains(
            "Throttles {} 0 1.0 Count",
            "ConcurrentExecutions {FunctionName=f} 0 2.0 Count",
            "ConcurrentExecutions {} 0 5.0 Count");
  }
}

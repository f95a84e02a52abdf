package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.gateway.rest.RestApi;
import dev.thaw.gateway.rest.Stage;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Origin;
import dev.thaw.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RestMetricsTest {

  private static final Stage STAGE =
      new Stage(
          "dev",
          "d",
          new RestApi(
              "abcdefghij",
              "shop",
              "123456789012",
              "eu-west-1",
              "root",
              List.of(),
              OptionalInt.empty(),
              false,
              "HEADER",
              Optional.empty(),
              List.of(),
              Map.of(),
              Map.of(),
              Map.of(),
              Map.of(),
              Map.of()),
          Map.of(),
          false,
          Map.of());

  private final List<String> told = new ArrayList<>();

  @Test
  void tellHowLongTheCallerAndTheIntegrationTook() {
    Timeline request = new Timeline(Kind.REQUEST, "r", Clock.system(), 0);
    request.record("integrate", Origin.MEASURED, 1_000_000, 4_000_000);
    request.record("send", Origin.MEASURED, 5_000_000, 6_000_000);

    answered(request, 200);

    assertThat(told)
        .contains(
            "Latency 5.0 Milliseconds", "IntegrationLatency 3.0 Milliseconds", "Count 1.0 Count");
  }

  @Test
  void countErrorsByTheirKind() {
    answered(new Timeline(Kind.REQUEST, "r", Clock.system(), 0), 403);

    assertThat(told).contains("4XXError 1.0 Count", "5XXError 0.0 Count");
    assertThat(told).noneMatch(line -> line.startsWith("IntegrationLatency"));
  }

  private void answered(Timeline request, int status) {
    new RestMetrics(
            (account, region, namespace, metric, dimensions, time, value, unit) -> {
              assertThat(dimensions).containsEntry("ApiName", "shop");
              told.add(metric + " " + value + " " + unit);
            })
        .answered(STAGE, request.snapshot(), status);
  }
}

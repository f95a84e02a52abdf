package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.measure.TimelineView.Span;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.timeline.Origin;
import dev.thaw.wire.http.Stamps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TakenTest {

  @Test
  void countsWhatTheFunctionAsksOfAwsApartFromItsOwnTime() {
    List<PhaseCost> costs = costs(span(0, "invoke", 0, 10_000), span(1, "aws-call", 2_000, 5_000));

    assertThat(costs).extracting(PhaseCost::name).contains("invoke", "aws-call");
    assertThat(p50(costs, "invoke")).isEqualTo(7.0);
    assertThat(p50(costs, "aws-call")).isEqualTo(3.0);
  }

  @Test
  void countsCallsAtTheSameTimeOnce() {
    List<PhaseCost> costs =
        costs(
            span(0, "invoke", 0, 10_000),
            span(1, "aws-call", 2_000, 5_000),
            span(2, "aws-call", 3_000, 6_000));

    assertThat(p50(costs, "aws-call")).isEqualTo(4.0);
    assertThat(p50(costs, "invoke")).isEqualTo(6.0);
  }

  private static double p50(List<PhaseCost> costs, String name) {
    return costs.stream()
        .filter(cost -> cost.name().equals(name))
        .findFirst()
        .orElseThrow()
        .durations()
        .p50()
        .orElseThrow()
        .value();
  }

  private static List<PhaseCost> costs(Span... spans) {
    TimelineView request =
        new TimelineView("r", 0, true, Map.of(), List.of(spans), Optional.empty());
    Stamps stamps = new Stamps(0, Optional.empty(), 0, 0, 12_000_000, 12_000_000, 12_000_000);
    Invoked invoked =
        new Invoked(200, "r", Optional.empty(), new byte[0], Optional.empty(), "", stamps, false);
    return Taken.phases(
        List.of(new Taken(invoked, Optional.of(request), Optional.empty())),
        List.of("invoke", "aws-call", "overhead"));
  }

  private static Span span(int id, String name, long startUs, long endUs) {
    return new Span(id, Optional.empty(), name, Origin.MEASURED, startUs, OptionalLong.of(endUs));
  }
}

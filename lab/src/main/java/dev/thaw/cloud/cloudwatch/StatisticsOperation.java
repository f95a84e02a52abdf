package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `GetMetricStatistics`: one metric, several statistics.
final class StatisticsOperation {

  private static final long MOST = 1_440;

  private final MetricStore store;

  StatisticsOperation(MetricStore store) {
    this.store = store;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetMetricStatistics", this::get);
  }

  private Answer get(Call call) {
    Document input = call.input();
    List<String> simple = input.texts("Statistics");
    List<String> extended = input.texts("ExtendedStatistics");
    if (simple.isEmpty() && extended.isEmpty()) {
      throw CloudWatchErrors.combination("Must specify either Statistics or ExtendedStatistics");
    }
    extended.forEach(Statistic::parse);
    Periods periods = periods(input);
    MetricKey metric =
        new MetricKey(
            call.scope().account(),
            call.scope().region(),
            input.text("Namespace"),
            input.text("MetricName"),
            MetricDatum.dimensions(input.documents("Dimensions"), "Request"));
    Map<String, List<MetricStore.Stored>> byUnit =
        store.read(metric, periods.fromMs(), periods.toMs()).stream()
            .filter(stored -> input.optionalText("Unit").map(stored.unit()::equals).orElse(true))
            .collect(
                Collectors.groupingBy(MetricStore.Stored::unit, TreeMap::new, Collectors.toList()));
    List<Map<String, Object>> points = new ArrayList<>();
    byUnit.forEach((unit, buckets) ->
        periods
            .fold(buckets)
            .forEach((time, values) -> points.add(point(time, unit, values, simple, extended))));
    return Answer.of(Map.of("Label", input.text("MetricName"), "Datapoints", points));
  }

  private static Periods periods(Document input) {
    Periods periods =
        Periods.of(
            input.optional("StartTime", Instant.class).orElseThrow().toEpochMilli(),
            input.optional("EndTime", Instant.class).orElseThrow().toEpochMilli(),
            input.number("Period"));
    if (periods.count() > MOST) {
      throw CloudWatchErrors.combination(
          ("You have requested up to %,d datapoints, which exceeds the limit of %,d. You may reduce"
                  + " the datapoints requested by increasing Period, or decreasing the time range.")
              .formatted(periods.count(), MOST));
    }
    return periods;
  }

  private static Map<String, Object> point(
      long timeMs, String unit, Distribution values, List<String> simple, List<String> extended) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("Timestamp", Instant.ofEpochMilli(timeMs));
    for (String name : simple) {
      Statistic.parse(name).of(values).ifPresent(value -> point.put(name, value));
    }
    Map<String, Object> more = new LinkedHashMap<>();
    for (String name : extended) {
      OptionalDouble value = Statistic.parse(name).of(values);
      value.ifPresent(known -> more.put(name, known));
    }
    if (!more.isEmpty()) {
      point.put("ExtendedStatistics", more);
    }
    point.put("Unit", unit);
    return point;
  }
}

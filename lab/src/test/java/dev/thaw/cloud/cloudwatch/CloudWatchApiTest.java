package dev.thaw.cloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.timeline.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudWatchApiTest {

  /// A whole hour.
  private static final long NOW = 1_800_000_000L;

  @TempDir private Path folder;
  private final VirtualClock clock = new VirtualClock(NOW * 1_000_000_000);
  private CloudWatchWorld world;

  @BeforeEach
  void open() {
    world = new CloudWatchWorld(folder, clock);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Document ok(String operation, Map<String, Object> input) {
    CloudWatchWorld.Reply reply = world.call(operation, input);
    assertThat(reply.status()).as("%s: %s", operation, reply.body()).isEqualTo(200);
    return reply.body();
  }

  private static Map<String, Object> datum(String name, Object... more) {
    Map<String, Object> datum = new HashMap<>(Map.of("MetricName", name));
    for (int i = 0; i < more.length; i += 2) {
      datum.put((String) more[i], more[i + 1]);
    }
    return datum;
  }

  private void put(Object... data) {
    ok("PutMetricData", Map.of("Namespace", "N", "MetricData", List.of(data)));
  }

  private static Map<String, Object> range(String metric, long period, Object... more) {
    Map<String, Object> input = datum(metric, more);
    input.put("Namespace", "N");
    input.put("StartTime", NOW - 600);
    input.put("EndTime", NOW + 600);
    input.put("Period", period);
    return input;
  }

  private static double number(Document point, String name) {
    return point.optional(name, Number.class).orElseThrow().doubleValue();
  }

  @Test
  void foldsValuesIntoStatistics() {
    put(datum("m", "Value", 1.0), datum("m", "Values", List.of(2.0, 3.0), "Counts", List.of(1, 2)));
    put(
        datum(
            "m",
            "Timestamp",
            NOW - 61,
            "StatisticValues",
            Map.of("SampleCount", 2, "Sum", 30, "Minimum", 10, "Maximum", 20)));
    List<String> all = List.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");
    close();
    open();
    List<Document> points =
        ok("GetMetricStatistics", range("m", 60, "Statistics", all)).documents("Datapoints");
    assertThat(points).hasSize(2);
    assertThat(all.stream().map(name -> number(points.get(1), name)))
        .containsExactly(4.0, 2.25, 9.0, 1.0, 3.0);
    assertThat(all.stream().map(name -> number(points.get(0), name)))
        .containsExactly(2.0, 15.0, 30.0, 10.0, 20.0);
    assertThat(
            ok("GetMetricStatistics", range("m", 1200, "Statistics", all)).documents("Datapoints"))
        .singleElement()
        .satisfies(point -> assertThat(number(point, "Sum")).isEqualTo(39));
  }

  @Test
  void tellsPercentiles() {
    List<Object> values = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      values.add((double) i);
    }
    put(datum("m", "Values", values));
    Document extended =
        ok(
                "GetMetricStatistics",
                range("m", 60, "ExtendedStatistics", List.of("p50", "p99", "tm50")))
            .documents("Datapoints")
            .getFirst()
            .document("ExtendedStatistics");
    assertThat(number(extended, "p50")).isEqualTo(50);
    assertThat(number(extended, "p99")).isEqualTo(99);
    assertThat(number(extended, "tm50")).isEqualTo(25.5);
    CloudWatchWorld.Reply reply =
        world.call("GetMetricStatistics", range("m", 60, "ExtendedStatistics", List.of("iqm")));
    assertThat(reply.status()).isEqualTo(501);
  }

  @Test
  void tellsApartResolutionsUnitsAndDimensions() {
    put(
        datum("m", "Value", 1.0, "Unit", "Count", "Timestamp", NOW, "StorageResolution", 1),
        datum(
            "m",
            "Value",
            2.0,
            "Unit",
            "Bytes/Second",
            "Timestamp",
            NOW + 2,
            "StorageResolution",
            1),
        datum("m", "Value", 4.0, "Dimensions", List.of(Map.of("Name", "d", "Value", "x"))));
    Map<String, Object> input = range("m", 60, "Statistics", List.of("Sum"));
    assertThat(ok("GetMetricStatistics", input).documents("Datapoints"))
        .extracting(point -> point.text("Unit"))
        .containsExactly("Bytes/Second", "Count");
    input.put("Unit", "Count");
    input.put("Period", 1);
    assertThat(ok("GetMetricStatistics", input).documents("Datapoints"))
        .singleElement()
        .satisfies(point -> assertThat(number(point, "Timestamp")).isEqualTo(NOW));
    input.put("Dimensions", List.of(Map.of("Name", "d", "Value", "x")));
    input.remove("Unit");
    assertThat(ok("GetMetricStatistics", input).documents("Datapoints"))
        .singleElement()
        .satisfies(point -> assertThat(number(point, "Sum")).isEqualTo(4));
  }

  @Test
  void refusesAsAwsDoes() {
    for (Map<String, Object> bad :
        List.of(
            datum("m"),
            datum("m", "Value", 1.0, "Values", List.of(1.0)),
            datum("m", "Values", List.of(1.0), "Counts", List.of(1, 2)),
            datum("m", "Value", 1.0, "Timestamp", NOW - Duration.ofDays(15).toSeconds()),
            datum("m", "Value", 1.0, "StorageResolution", 2),
            datum("m", "Value", 1e200))) {
      CloudWatchWorld.Reply reply =
          world.call("PutMetricData", Map.of("Namespace", "N", "MetricData", List.of(bad)));
      assertThat(reply.status()).as("%s", bad).isEqualTo(400);
      assertThat(reply.error()).matches("InvalidParameter(Value|Combination)Exception|Missing.*");
    }
    Map<String, Object> lambda =
        Map.of("Namespace", "AWS/Lambda", "MetricData", List.of(datum("m", "Value", 1.0)));
    assertThat(world.call("PutMetricData", lambda).error())
        .isEqualTo("InvalidParameterValueException");
    assertThat(
            world.call("GetMetricStatistics", range("m", 61, "Statistics", List.of("Sum"))).error())
        .isEqualTo("InvalidParameterValueException");
    assertThat(world.call("GetMetricStatistics", range("m", 60)).error())
        .isEqualTo("InvalidParameterCombinationException");
    Map<String, Object> much = range("m", 1, "Statistics", List.of("Sum"));
    much.put("EndTime", NOW + 1_000);
    assertThat(world.call("GetMetricStatistics", much).body().text("message"))
        .startsWith("You have requested up to 1,600 datapoints, which exceeds the limit of 1,440.");
    assertThat(world.call("PutMetricAlarm", Map.of()).status()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void listsMetrics() {
    put(
        datum("a", "Value", 1.0),
        datum("b", "Value", 1.0, "Dimensions", List.of(Map.of("Name", "d", "Value", "x"))));
    assertThat(ok("ListMetrics", Map.of()).documents("Metrics")).hasSize(2);
    assertThat(
            ok("ListMetrics", Map.of("Dimensions", List.of(Map.of("Name", "d"))))
                .documents("Metrics"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.text("MetricName")).isEqualTo("b"));
    clock.advance(Duration.ofHours(4));
    put(datum("a", "Value", 1.0));
    assertThat(ok("ListMetrics", Map.of("RecentlyActive", "PT3H")).documents("Metrics")).hasSize(1);
    for (int i = 0; i < 505; i++) {
      world.metrics.record(
          "000000000000", "us-east-1", "P", "m" + i, Map.of(), clock.now() / 1_000_000, 1, "None");
    }
    Document first = ok("ListMetrics", Map.of("Namespace", "P"));
    assertThat(first.documents("Metrics")).hasSize(500);
    assertThat(
            ok("ListMetrics", Map.of("Namespace", "P", "NextToken", first.text("NextToken")))
                .documents("Metrics"))
        .hasSize(5);
  }

  private Document data(Object... queries) {
    return ok(
        "GetMetricData",
        Map.of(
            "StartTime",
            NOW - 120,
            "EndTime",
            NOW + 120,
            "ScanBy",
            "TimestampAscending",
            "MetricDataQueries",
            List.of(queries)));
  }

  private static Map<String, Object> metric(String id, String name, String stat) {
    return Map.of(
        "Id",
        id,
        "MetricStat",
        Map.of("Metric", Map.of("Namespace", "N", "MetricName", name), "Period", 60, "Stat", stat));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "m1 / m2 * 100; 50.0 300.0",
        "-m1 + 2 * (m1 - 1); -1.0 1.0",
        "SUM(METRICS()); 3.0 4.0",
        "SUM([m1, m2]) / AVG(m1); 1.5 2.0",
        "MAX([m1,m2]); 2.0 3.0",
        "CEIL(m1 / 2); 1.0 2.0",
        "FILL(m3, 7); 7.0 7.0 9.0 7.0",
        "m1 / (m2 - 2); -3.0",
      })
  void evaluatesExpressions(String expression, String expected) {
    put(
        datum("one", "Value", 1.0, "Timestamp", NOW - 60),
        datum("one", "Value", 3.0),
        datum("two", "Value", 2.0, "Timestamp", NOW - 60),
        datum("two", "Value", 1.0),
        datum("three", "Value", 9.0));
    List<Object> queries =
        new ArrayList<>(
            List.of(
                metric("m1", "one", "Sum"),
                metric("m2", "two", "Sum"),
                Map.of("Id", "e", "Expression", expression)));
    if (expression.contains("m3")) {
      queries.add(metric("m3", "three", "Sum"));
    }
    List<?> values =
        data(queries.toArray())
            .documents("MetricDataResults")
            .get(2)
            .optional("Values", List.class)
            .orElseThrow();
    assertThat(values.stream().map(String::valueOf)).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "m1 +; 400",
        "m9; 400",
        "e; 400",
        "(m1; 400",
        "SUM(m1); 400",
        "SEARCH('{N}', 'Sum'); 501",
        "ANOMALY_DETECTION_BAND(m1); 501",
        "SELECT AVG(x) FROM N; 501"
      })
  void refusesExpressions(String expression, int status) {
    CloudWatchWorld.Reply reply =
        world.call(
            "GetMetricData",
            Map.of(
                "StartTime",
                NOW - 120,
                "EndTime",
                NOW,
                "MetricDataQueries",
                List.of(metric("m1", "one", "Sum"), Map.of("Id", "e", "Expression", expression))));
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
  }

  @Test
  void pagesThroughData() {
    put(datum("one", "Value", 1.0, "Timestamp", NOW - 60), datum("one", "Value", 3.0));
    Map<String, Object> input =
        new HashMap<>(
            Map.of(
                "StartTime",
                NOW - 120,
                "EndTime",
                NOW + 120,
                "MaxDatapoints",
                1,
                "MetricDataQueries",
                List.of(metric("m1", "one", "p90"))));
    Document first = ok("GetMetricData", input);
    Document result = first.documents("MetricDataResults").getFirst();
    assertThat(result.text("StatusCode")).isEqualTo("PartialData");
    assertThat(String.valueOf(result.members().get("Values"))).isEqualTo("[3.0]");
    input.put("NextToken", first.text("NextToken"));
    Document second = ok("GetMetricData", input).documents("MetricDataResults").getFirst();
    assertThat(second.text("StatusCode")).isEqualTo("Complete");
    assertThat(String.valueOf(second.members().get("Values"))).isEqualTo("[1.0]");
  }
}

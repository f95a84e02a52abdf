package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.cloudwatch.MathValue.Series;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The queries of one request, each evaluated once, when it is needed.
final class DataQueries {

  private static final int MOST = 500;
  private static final long MINUTE_S = 60;

  private final MetricStore store;
  private final Scope scope;
  private final long startMs;
  private final long endMs;
  private final Map<String, Document> queries = new LinkedHashMap<>();
  private final Map<String, MathValue> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  DataQueries(MetricStore store, Scope scope, long startMs, long endMs, List<Document> given) {
    this.store = store;
    this.scope = scope;
    this.startMs = startMs;
    this.endMs = endMs;
    if (given.size() > MOST) {
      throw CloudWatchErrors.validation(
          "The collection MetricDataQueries must not have a size greater than " + MOST + ".");
    }
    for (Document query : given) {
      String id = query.text("Id");
      if (!id.matches("[a-z][a-zA-Z0-9_]*")) {
        throw CloudWatchErrors.validation(
            "The value %s for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
                .formatted(id));
      }
      if (query.has("MetricStat") == query.has("Expression")) {
        throw CloudWatchErrors.validation(
            "Exactly one of MetricStat and Expression must be specified for the query " + id + ".");
      }
      if (queries.put(id, query) != null) {
        throw CloudWatchErrors.validation("The values of parameter Id are not unique: " + id + ".");
      }
    }
  }

  /// The queries that are to be answered.
  List<Document> returned() {
    return queries.values().stream()
        .filter(query -> query.optional("ReturnData", Boolean.class).orElse(true))
        .toList();
  }

  NavigableMap<Long, Double> points(String id) {
    return switch (value(id)) {
      case Series(NavigableMap<Long, Double> points) -> points;
      case MathValue.Scalar _ ->
          throw CloudWatchErrors.validation(
              "Error in expression '" + id + "': it gives a number (expected: a time series)");
      case MathValue.Many _ ->
          throw CloudWatchErrors.notEmulated("an expression that gives several time series");
    };
  }

  private MathValue value(String id) {
    MathValue value = known.get(id);
    if (value != null) {
      return value;
    }
    Document query = queries.get(id);
    if (query == null) {
      throw CloudWatchErrors.validation("Error in expression: Unknown variable '" + id + "'");
    }
    if (!asked.add(id)) {
      throw CloudWatchErrors.validation("Error in expression '" + id + "': it depends on itself");
    }
    MathValue found =
        query.has("MetricStat")
            ? metric(query.document("MetricStat"))
            : new MetricMath(query.text("Expression"), this::value, this::metrics, periods(query))
                .evaluate();
    known.put(id, found);
    return found;
  }

  private List<Series> metrics() {
    List<Series> all = new ArrayList<>();
    for (Map.Entry<String, Document> entry : queries.entrySet()) {
      if (entry.getValue().has("MetricStat") && value(entry.getKey()) instanceof Series series) {
        all.add(series);
      }
    }
    return all;
  }

  /// An expression fills the periods of its own, or those of the first metric.
  private Periods periods(Document expression) {
    long seconds =
        expression
            .optionalNumber("Period")
            .orElseGet(() ->
                queries.values().stream()
                    .flatMap(query -> query.optionalDocument("MetricStat").stream())
                    .mapToLong(metric -> metric.number("Period"))
                    .findFirst()
                    .orElse(MINUTE_S));
    return Periods.of(startMs, endMs, seconds);
  }

  private Series metric(Document stat) {
    Document metric = stat.optionalDocument("Metric").orElse(Document.EMPTY);
    MetricKey key =
        new MetricKey(
            scope.account(),
            scope.region(),
            metric.optionalText("Namespace").orElse(""),
            metric.optionalText("MetricName").orElse(""),
            MetricDatum.dimensions(metric.documents("Dimensions"), "MetricDataQueries"));
    Periods periods = Periods.of(startMs, endMs, stat.number("Period"));
    Statistic statistic = Statistic.parse(stat.text("Stat"));
    List<MetricStore.Stored> buckets =
        store.read(key, periods.fromMs(), periods.toMs()).stream()
            .filter(stored -> stat.optionalText("Unit").map(stored.unit()::equals).orElse(true))
            .toList();
    NavigableMap<Long, Double> points = new TreeMap<>();
    periods
        .fold(buckets)
        .forEach(
            (time, values) -> statistic.of(values).ifPresent(value -> points.put(time, value)));
    return new Series(points);
  }
}

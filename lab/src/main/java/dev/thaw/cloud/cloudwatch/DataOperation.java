package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/// `GetMetricData`: several metrics, and expressions of them.
final class DataOperation {

  private static final int MOST_POINTS = 100_800;

  private final MetricStore store;

  DataOperation(MetricStore store) {
    this.store = store;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetMetricData", this::get);
  }

  private Answer get(Call call) {
    Document input = call.input();
    DataQueries queries =
        new DataQueries(
            store,
            call.scope(),
            input.optional("StartTime", Instant.class).orElseThrow().toEpochMilli(),
            input.optional("EndTime", Instant.class).orElseThrow().toEpochMilli(),
            input.documents("MetricDataQueries"));
    boolean ascending =
        input.optionalText("ScanBy").filter("TimestampAscending"::equals).isPresent();
    List<Document> returned = queries.returned();
    int each = Math.max(1, most(input) / Math.max(1, returned.size()));
    int page = page(input);
    boolean more = false;
    List<Map<String, Object>> results = new ArrayList<>();
    for (Document query : returned) {
      NavigableMap<Long, Double> points = queries.points(query.text("Id"));
      boolean partial = points.size() > (page + 1L) * each;
      more |= partial;
      results.add(
          result(
              query,
              (ascending ? points : points.descendingMap())
                  .entrySet().stream().skip((long) page * each).limit(each).toList(),
              partial));
    }
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("MetricDataResults", results);
    output.put("Messages", List.of());
    if (more) {
      output.put("NextToken", String.valueOf(page + 1));
    }
    return Answer.of(output);
  }

  private static int most(Document input) {
    long most = input.optionalNumber("MaxDatapoints").orElse((long) MOST_POINTS);
    if (most < 1 || most > MOST_POINTS) {
      throw CloudWatchErrors.validation(
          "The value %d for parameter MaxDatapoints is invalid (expected: 1 to %d)."
              .formatted(most, MOST_POINTS));
    }
    return (int) most;
  }

  private static int page(Document input) {
    String token = input.optionalText("NextToken").orElse("0");
    if (!token.matches("\\d{1,6}")) {
      throw new ApiException(400, "InvalidNextToken", "The token " + token + " is invalid.");
    }
    return Integer.parseInt(token);
  }

  private static Map<String, Object> result(
      Document query, List<Map.Entry<Long, Double>> points, boolean partial) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Id", query.text("Id"));
    result.put("Label", query.optionalText("Label").orElseGet(() -> label(query)));
    result.put(
        "Timestamps", points.stream().map(point -> Instant.ofEpochMilli(point.getKey())).toList());
    result.put("Values", points.stream().map(Map.Entry::getValue).toList());
    result.put("StatusCode", partial ? "PartialData" : "Complete");
    return result;
  }

  private static String label(Document query) {
    return query
        .optionalDocument("MetricStat")
        .flatMap(stat -> stat.optionalDocument("Metric"))
        .flatMap(metric -> metric.optionalText("MetricName"))
        .orElse(query.text("Id"));
  }
}

package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `ListMetrics`: which metrics there are.
final class ListOperation {

  private static final int PAGE = 500;
  private static final long RECENT_MS = 180 * MetricStore.MINUTE_MS;
  private static final long LISTED_MS = 14 * 24 * 60 * MetricStore.MINUTE_MS;

  private final MetricStore store;
  private final Clock clock;

  ListOperation(MetricStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("ListMetrics", this::list);
  }

  private Answer list(Call call) {
    Document input = call.input();
    long since = clock.now() / 1_000_000 - (input.has("RecentlyActive") ? RECENT_MS : LISTED_MS);
    String after = input.optionalText("NextToken").orElse("");
    if (!after.matches("([0-9a-f]{32})?")) {
      throw CloudWatchErrors.invalid("The value " + after + " for parameter NextToken is invalid.");
    }
    List<MetricKey> left =
        store.list(call.scope().account(), call.scope().region()).stream()
            .filter(known -> known.lastMs() >= since)
            .map(MetricStore.Known::metric)
            .filter(metric -> wanted(metric, input) && metric.id().compareTo(after) > 0)
            .limit(PAGE + 1L)
            .toList();
    List<MetricKey> shown = left.subList(0, Math.min(PAGE, left.size()));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Metrics", shown.stream().map(MetricKey::shown).toList());
    if (shown.size() < left.size()) {
      output.put("NextToken", shown.getLast().id());
    }
    return Answer.of(output);
  }

  private static boolean wanted(MetricKey metric, Document input) {
    return input.optionalText("Namespace").map(metric.namespace()::equals).orElse(true)
        && input.optionalText("MetricName").map(metric.name()::equals).orElse(true)
        && input.documents("Dimensions").stream()
            .allMatch(filter -> {
              Optional<String> value =
                  Optional.ofNullable(metric.dimensions().get(filter.text("Name")));
              return value.isPresent()
                  && filter.optionalText("Value").map(value.get()::equals).orElse(true);
            });
  }
}

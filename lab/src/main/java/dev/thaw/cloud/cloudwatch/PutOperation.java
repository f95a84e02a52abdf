package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `PutMetricData`: all of it is good, or none is taken.
final class PutOperation {

  private static final int MOST = 1_000;

  private final MetricStore store;
  private final Clock clock;

  PutOperation(MetricStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("PutMetricData", this::put);
  }

  private Answer put(Call call) {
    Document input = call.input();
    String namespace = input.text("Namespace");
    if (namespace.startsWith("AWS/")) {
      throw CloudWatchErrors.invalid("The value AWS/ for parameter Namespace is invalid.");
    }
    if (input.has("EntityMetricData")) {
      throw CloudWatchErrors.notEmulated("EntityMetricData");
    }
    List<Document> given = input.documents("MetricData");
    if (given.isEmpty()) {
      throw CloudWatchErrors.missing("The parameter MetricData is required.");
    }
    if (given.size() > MOST) {
      throw CloudWatchErrors.invalid(
          "The collection MetricData must not have a size greater than " + MOST + ".");
    }
    long nowMs = clock.now() / 1_000_000;
    List<MetricDatum> data = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      data.add(MetricDatum.parse(given.get(i), "MetricData.member." + (i + 1), nowMs));
    }
    for (MetricDatum datum : data) {
      store.add(
          new MetricKey(
              call.scope().account(),
              call.scope().region(),
              namespace,
              datum.name(),
              datum.dimensions()),
          datum.timeMs(),
          datum.resolutionMs(),
          datum.unit(),
          datum.addition());
    }
    store.write();
    return Answer.empty();
  }
}

package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.Map;

/// CloudWatch's metrics as thaw offers them, and where thaw's services tell theirs.
public final class CloudWatchService implements MetricSink, AutoCloseable {

  /// A request has at most a megabyte, and may be written at more length than AWS counts.
  private static final long MAX_BODY = 4 << 20;

  private final MetricStore metrics;
  private final Service service;

  public CloudWatchService(Models models, Store store, Clock clock) {
    metrics = new MetricStore(store, clock);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(new PutOperation(metrics, clock).handlers());
    handlers.putAll(new StatisticsOperation(metrics).handlers());
    handlers.putAll(new DataOperation(metrics).handlers());
    handlers.putAll(new ListOperation(metrics, clock).handlers());
    service =
        new Service(
            models, "cloudwatch", handlers, BodyLimit.ofAll(MAX_BODY, "RequestEntityTooLarge"));
  }

  public Service service() {
    return service;
  }

  @Override
  public void record(
      String account,
      String region,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      long timeMs,
      double value,
      String unit) {
    metrics.add(
        new MetricKey(account, region, namespace, metric, dimensions),
        timeMs,
        MetricStore.MINUTE_MS,
        unit,
        values -> values.add(value, 1));
  }

  /// Writes what is left; the store is closed by its owner.
  @Override
  public void close() {
    metrics.close();
  }
}

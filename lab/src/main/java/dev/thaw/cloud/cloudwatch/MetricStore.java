package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// All data, in buckets of a minute or a second. What was added since the last write is in memory
/// too; everything else is read from the store when somebody asks.
final class MetricStore implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(MetricStore.class.getName());

  static final long MINUTE_MS = 60_000;

  private static final long KEPT_MS = 15 * 24 * 60 * MINUTE_MS;
  private static final long WRITE_AFTER_MS = 2_000;
  private static final long EXPIRE_EVERY_HOURS = 6;

  private final Store store;
  private final Store.Table metrics;
  private final Store.Table data;
  private final Clock clock;
  private final Map<MetricKey, Long> lastMs = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor writer;
  private final ReentrantLock writing = new ReentrantLock();
  private Map<Bucket, Distribution> fresh = new HashMap<>();

  /// @param timeMs its beginning
  record Bucket(MetricKey metric, long timeMs, String unit) {
    String id() {
      return "%s/%016x/%s".formatted(metric.id(), timeMs, unit);
    }
  }

  /// What is known of a bucket.
  record Stored(long timeMs, String unit, Distribution values) {}

  MetricStore(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    metrics = store.table("cloudwatch.metrics");
    data = store.table("cloudwatch.data");
    metrics
        .startingWith("")
        .forEach((id, json) -> {
          Document read = new Document(Json.readObject(json));
          lastMs.put(MetricKey.read(read), read.number("last"));
        });
    writer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("metrics-writer").factory(),
            // What comes after the end is not written any more
            new ThreadPoolExecutor.DiscardPolicy());
    writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    writer.scheduleWithFixedDelay(this::expire, 0, EXPIRE_EVERY_HOURS, TimeUnit.HOURS);
  }

  /// How data are added to a bucket.
  @FunctionalInterface
  interface Addition {
    void to(Distribution values);
  }

  /// @param resolutionMs a minute or a second
  void add(MetricKey metric, long timeMs, long resolutionMs, String unit, Addition addition) {
    Bucket bucket = new Bucket(metric, timeMs - timeMs % resolutionMs, unit);
    boolean first;
    synchronized (this) {
      first = fresh.isEmpty();
      addition.to(fresh.computeIfAbsent(bucket, any -> new Distribution()));
    }
    lastMs.merge(metric, timeMs, Math::max);
    if (first) {
      writer.schedule(this::writeLater, WRITE_AFTER_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void writeLater() {
    try {
      write();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "metrics are lost", e);
    }
  }

  /// All that was added is on the disk when this returns.
  void write() {
    writing.lock();
    try {
      Map<Bucket, Distribution> taken = take();
      if (!taken.isEmpty()) {
        store.change(() -> {
          taken.forEach(this::write);
          return true;
        });
      }
    } finally {
      writing.unlock();
    }
  }

  private synchronized Map<Bucket, Distribution> take() {
    Map<Bucket, Distribution> taken = fresh;
    fresh = new HashMap<>();
    return taken;
  }

  private void write(Bucket bucket, Distribution values) {
    data.get(bucket.id()).map(Distribution::read).ifPresent(values::add);
    data.put(bucket.id(), values.write());
    MetricKey metric = bucket.metric();
    metrics.put(metric.id(), metric.write(lastMs.getOrDefault(metric, bucket.timeMs())));
  }

  /// All buckets of a metric from a time to before another, the oldest first.
  List<Stored> read(MetricKey metric, long fromMs, long toMs) {
    if (!lastMs.containsKey(metric)) {
      return List.of();
    }
    write();
    String prefix = metric.id() + "/";
    List<Stored> found = new ArrayList<>();
    data.startingWith(prefix)
        .forEach((id, bytes) -> {
          long time = time(id);
          if (time >= fromMs && time < toMs) {
            String unit = id.substring(prefix.length() + "0123456789abcdef/".length());
            found.add(new Stored(time, unit, Distribution.read(bytes)));
          }
        });
    return found;
  }

  private static long time(String id) {
    int from = id.indexOf('/') + 1;
    return Long.parseUnsignedLong(id.substring(from, from + 16), 16);
  }

  /// A metric and when it was last told.
  record Known(MetricKey metric, long lastMs) {}

  List<Known> list(String account, String region) {
    return lastMs.entrySet().stream()
        .filter(entry ->
            entry.getKey().account().equals(account) && entry.getKey().region().equals(region))
        .map(entry -> new Known(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(known -> known.metric().id()))
        .toList();
  }

  private void expire() {
    try {
      long before = clock.now() / 1_000_000 - KEPT_MS;
      store.change(() -> {
        Map.copyOf(lastMs).forEach((metric, last) -> expire(metric, last, before));
        return true;
      });
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot expire metrics", e);
    }
  }

  private void expire(MetricKey metric, long last, long beforeMs) {
    data.startingWith(metric.id() + "/").keySet().stream()
        .filter(key -> time(key) < beforeMs)
        .forEach(data::remove);
    if (last < beforeMs && lastMs.remove(metric, last)) {
      metrics.remove(metric.id());
    }
  }

  @Override
  public void close() {
    // Never interrupted: that would close the store's file
    writer.close();
    writeLater();
  }
}

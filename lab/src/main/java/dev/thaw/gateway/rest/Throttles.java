package dev.thaw.gateway.rest;

import dev.thaw.gateway.rest.Stage.MethodSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The rates that stages allow: a bucket for each method that has one.
final class Throttles {

  private static final int ACCOUNT_BURST = 5_000;
  private static final double ACCOUNT_RATE = 10_000;

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /// @throws Refusal if the caller is too fast
  void check(RestCall call) {
    Map<String, MethodSettings> settings = call.stage().settings();
    if (settings.isEmpty()) {
      return;
    }
    String method = call.resource().path().substring(1) + "/" + call.request().method();
    MethodSettings own = settings.getOrDefault(method, settings.get("*/*"));
    if (own == null || (own.burst().isEmpty() && own.rate().isEmpty())) {
      return;
    }
    String key = call.api().id() + "/" + call.stage().name() + "/" + method;
    Bucket bucket = buckets.computeIfAbsent(key, name -> new Bucket());
    int burst = own.burst().orElse(ACCOUNT_BURST);
    double rate = own.rate().orElse(ACCOUNT_RATE);
    if (!bucket.take(call.request().timeline().clock().now(), burst, rate)) {
      throw Refusal.throttled();
    }
  }

  private static final class Bucket {
    private double tokens = Double.MAX_VALUE;
    private long seen;

    synchronized boolean take(long now, int burst, double rate) {
      tokens = Math.min(burst, tokens + (now - seen) / 1e9 * rate);
      seen = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}

package dev.thaw.cloud.cloudwatch;

import java.util.List;
import java.util.TreeMap;

/// The time of a request, cut into periods.
///
/// @param fromMs inclusive
/// @param toMs exclusive
/// @param periodMs length of one
record Periods(long fromMs, long toMs, long periodMs) {

  private static final List<Long> SHORT = List.of(1L, 5L, 10L, 20L, 30L);

  /// Periods of less than a minute begin at even ones, all others at a minute.
  static Periods of(long startMs, long endMs, long seconds) {
    if (startMs >= endMs) {
      throw CloudWatchErrors.invalid(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    if (!SHORT.contains(seconds) && (seconds < 60 || seconds % 60 != 0)) {
      throw CloudWatchErrors.invalid(
          "The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60. You specified "
              + seconds
              + ".");
    }
    long grain = Math.min(seconds * 1_000, MetricStore.MINUTE_MS);
    return new Periods(startMs - startMs % grain, endMs, seconds * 1_000);
  }

  long count() {
    return (toMs - fromMs + periodMs - 1) / periodMs;
  }

  /// The distribution of each period that has data, by its beginning.
  TreeMap<Long, Distribution> fold(List<MetricStore.Stored> buckets) {
    TreeMap<Long, Distribution> folded = new TreeMap<>();
    for (MetricStore.Stored bucket : buckets) {
      long begin = bucket.timeMs() - (bucket.timeMs() - fromMs) % periodMs;
      folded.computeIfAbsent(begin, any -> new Distribution()).add(bucket.values());
    }
    return folded;
  }
}

package dev.thaw.cloud.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants as events tell them, and nanoseconds since the epoch as clocks do.
final class EventTimes {

  private static final long SECOND = 1_000_000_000L;

  private EventTimes() {}

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano();
  }

  /// For example `2026-11-24T19:00:00Z`.
  static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// For example `2026-11-24T19:00:00.123Z`.
  static String millis(Instant instant) {
    String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
    return text.contains(".") ? text : text.replace("Z", ".000Z");
  }
}

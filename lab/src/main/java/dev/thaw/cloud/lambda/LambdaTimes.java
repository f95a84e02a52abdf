package dev.thaw.cloud.lambda;

import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The moments in Lambda's answers.
final class LambdaTimes {

  /// `2026-11-24T11:00:00.000+0000`
  private static final DateTimeFormatter MODIFIED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LambdaTimes() {}

  static String modified(Clock clock) {
    return MODIFIED.format(Instant.ofEpochMilli(millis(clock)));
  }

  /// `2026-11-24T11:00:00.000Z`
  static String iso(Clock clock) {
    return ISO.format(Instant.ofEpochMilli(millis(clock)));
  }

  static double seconds(Clock clock) {
    return millis(clock) / 1000.0;
  }

  static long millis(Clock clock) {
    return clock.now() / 1_000_000;
  }
}

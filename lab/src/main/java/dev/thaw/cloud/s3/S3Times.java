package dev.thaw.cloud.s3;

import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Moments as S3 keeps them.
final class S3Times {

  private S3Times() {}

  /// Whole seconds: HTTP's dates have no more, and comparisons are made with them.
  static Instant seconds(Clock clock) {
    return Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(clock.now()));
  }

  static Instant exact(Clock clock) {
    return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(clock.now()));
  }
}

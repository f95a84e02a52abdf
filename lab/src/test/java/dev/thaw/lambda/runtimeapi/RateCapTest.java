package dev.thaw.lambda.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateCapTest {

  private static final int MIB = 1 << 20;

  @Test
  void theFirstSixMebibytesGoAtOnceAndThenTwoASecond() {
    RateCap cap = RateCap.aws(0);

    assertThat(cap.take(6 * MIB, 0)).isZero();
    assertThat(cap.take(2 * MIB, 0)).isBetween(999_999_000L, 1_000_001_000L);
    assertThat(cap.take(2 * MIB, 1_000_000_000L)).isBetween(999_999_000L, 1_000_001_000L);
  }

  @Test
  void aPauseRefillsUpToTheBurstAndNoFurther() {
    RateCap cap = RateCap.aws(0);
    cap.take(6 * MIB, 0);
    long later = Duration.ofMinutes(1).toNanos();

    assertThat(cap.take(6 * MIB, later)).isZero();
    assertThat(cap.take(MIB, later)).isPositive();
  }
}

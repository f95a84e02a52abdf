package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.InvokeOutcome.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

  private final Concurrency concurrency = new Concurrency(3);

  @Test
  void theAccountsLimitIsSharedByAllFunctions() {
    assertThat(concurrency.enter("a")).isEmpty();
    assertThat(concurrency.enter("b")).isEmpty();
    assertThat(concurrency.enter("b")).isEmpty();

    assertThat(concurrency.enter("a")).contains(Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    concurrency.leave("b");
    assertThat(concurrency.enter("a")).isEmpty();
  }

  @Test
  void aReservationIsALimitAndTakesFromTheOthers() {
    concurrency.reserve("a", 2);
    assertThat(concurrency.enter("a")).isEmpty();
    assertThat(concurrency.enter("a")).isEmpty();

    assertThat(concurrency.enter("a"))
        .contains(Reason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    assertThat(concurrency.enter("b")).isEmpty();
    assertThat(concurrency.enter("b")).contains(Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
  }

  @Test
  void aReservationOfZeroStopsAFunction() {
    concurrency.reserve("a", 0);

    assertThat(concurrency.enter("a"))
        .contains(Reason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
  }

  @Test
  void aReservationMadeWhileItRunsMovesItsExecutions() {
    assertThat(concurrency.enter("a")).isEmpty();
    concurrency.reserve("a", 1);
    assertThat(concurrency.enter("b")).isEmpty();
    assertThat(concurrency.enter("b")).isEmpty();
    assertThat(concurrency.enter("b")).isPresent();

    concurrency.reserve("a", -1);
    concurrency.leave("a");
    assertThat(concurrency.enter("a")).isEmpty();
  }

  @Test
  void aFunctionGrowsByAThousandAtOnceAndAHundredASecond() {
    ScalingRate rate = ScalingRate.aws(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rate.start(0)).isTrue();
    }

    assertThat(rate.start(0)).isFalse();
    assertThat(rate.start(Duration.ofMillis(11).toNanos())).isTrue();
    assertThat(rate.start(Duration.ofMillis(11).toNanos())).isFalse();
  }

  @Test
  void unusedGrowthIsNotSavedUp() {
    ScalingRate rate = ScalingRate.aws(0);
    long late = Duration.ofHours(1).toNanos();
    int started = 0;
    while (rate.start(late)) {
      started++;
    }

    assertThat(started).isEqualTo(1_000);
  }
}

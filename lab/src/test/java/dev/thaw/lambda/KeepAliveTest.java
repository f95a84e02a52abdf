package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.KeepAlive.Idle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final KeepAlive policy = new KeepAlive(Duration.ofMinutes(10), Duration.ofMinutes(60));

  @Test
  void keepsWhatWasUsedRecently() {
    assertThat(policy.recycle(List.of(idle("a", 0, 5, 128)), 10 * MINUTE, 0)).isEmpty();
  }

  @Test
  void recyclesWhatHasWaitedTooLong() {
    assertThat(policy.recycle(List.of(idle("a", 0, 5, 128), idle("b", 0, 9, 128)), 16 * MINUTE, 0))
        .containsExactly("a");
  }

  @Test
  void recyclesWhatIsTooOldHoweverBusyItWas() {
    assertThat(policy.recycle(List.of(idle("a", 0, 61, 128)), 61 * MINUTE, 0)).containsExactly("a");
  }

  @Test
  void underPressureBiggerFunctionsGoFirst() {
    List<Idle> idle =
        List.of(idle("small", 0, 1, 128), idle("big", 0, 9, 1024), idle("middle", 0, 5, 512));

    assertThat(policy.recycle(idle, 10 * MINUTE, 1_100)).containsExactly("big", "middle");
  }

  @Test
  void underPressureTheLongestWaitingOfEqualsGoesFirst() {
    List<Idle> idle = List.of(idle("young", 0, 8, 128), idle("old", 0, 2, 128));

    assertThat(policy.recycle(idle, 10 * MINUTE, 1)).containsExactly("old");
  }

  @Test
  void provisionedEnvironmentsYieldToAgeOnly() {
    Idle provisioned = new Idle("p", 0, 0, 1024, true);

    assertThat(policy.recycle(List.of(provisioned), 30 * MINUTE, 5_000)).isEmpty();
    assertThat(policy.recycle(List.of(provisioned), 61 * MINUTE, 0)).containsExactly("p");
  }

  private static Idle idle(String id, long startedMinute, long idleMinute, int memoryMb) {
    return new Idle(id, startedMinute * MINUTE, idleMinute * MINUTE, memoryMb, false);
  }
}

package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.AsyncPolicy.Condition;
import dev.thaw.cloud.lambda.AsyncPolicy.Decision;
import dev.thaw.cloud.lambda.AsyncPolicy.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AsyncPolicyTest {

  private static final FunctionRef HELLO =
      new FunctionRef(new FunctionKey("000000000000", "us-east-1", "hello"), Optional.empty());

  @Test
  void retriesErrorsOfTheFunctionAfterOneAndTwoMinutes() {
    List<Duration> waits = new ArrayList<>();

    Decision end = follow(AsyncPolicy.DEFAULT, Result.FUNCTION_ERROR, waits);

    assertThat(waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
    assertThat(end).isEqualTo(new Decision.GiveUp(Condition.RETRIES_EXHAUSTED));
  }

  @Test
  void backsOffFromThrottlesForSixHours() {
    List<Duration> waits = new ArrayList<>();

    Decision end = follow(AsyncPolicy.DEFAULT, Result.NOT_RUN, waits);

    assertThat(waits.subList(0, 5))
        .containsExactly(seconds(1), seconds(2), seconds(4), seconds(8), seconds(16));
    assertThat(waits.getLast()).isEqualTo(Duration.ofMinutes(5));
    assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofMinutes(355), Duration.ofHours(6));
    assertThat(end).isEqualTo(new Decision.GiveUp(Condition.EVENT_AGE_EXCEEDED));
  }

  @Test
  void noRetriesWhenToldSo() {
    AsyncPolicy policy = AsyncPolicy.of(Map.of("MaximumRetryAttempts", 0L));

    assertThat(policy.after(event(), Result.FUNCTION_ERROR, 0))
        .isEqualTo(new Decision.GiveUp(Condition.RETRIES_EXHAUSTED));
  }

  @Test
  void givesUpRatherThanRetryTooLate() {
    AsyncPolicy policy = AsyncPolicy.of(Map.of("MaximumEventAgeInSeconds", 60L));

    assertThat(policy.after(event(), Result.FUNCTION_ERROR, seconds(5).toNanos()))
        .isEqualTo(new Decision.GiveUp(Condition.EVENT_AGE_EXCEEDED));
    assertThat(policy.expired(event(), seconds(60).toNanos())).isFalse();
    assertThat(policy.expired(event(), seconds(61).toNanos())).isTrue();
  }

  @Test
  void anEventSurvivesItsEncoding() {
    AsyncEvent event = event().failed(7).refused(9);

    AsyncEvent decoded = AsyncEvent.decode(event.encode());

    assertThat(decoded).usingRecursiveComparison().isEqualTo(event);
  }

  /// Follows an event that always ends the same way.
  private static Decision follow(AsyncPolicy policy, Result result, List<Duration> waits) {
    AsyncEvent event = event();
    while (true) {
      Decision decision = policy.after(event, result, event.due());
      if (!(decision instanceof Decision.TryAgain(AsyncEvent next))) {
        return decision;
      }
      waits.add(Duration.ofNanos(next.due() - event.due()));
      event = next;
    }
  }

  private static AsyncEvent event() {
    return AsyncEvent.accepted("id", HELLO, new byte[] {1, 2}, "Root=1-a", "{}", 0);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}

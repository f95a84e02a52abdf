package dev.thaw.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:07Z");

  @ParameterizedTest
  @CsvSource({
    "rate(1 minute), 2026-01-01T00:00:07Z, 2026-01-01T00:01:07Z",
    "rate(4 minutes), 2026-01-01T00:00:08Z, 2026-01-01T00:04:07Z",
    "rate(4 minutes), 2026-01-01T00:04:07Z, 2026-01-01T00:08:07Z",
    "rate(1 hour), 2026-01-01T05:00:06Z, 2026-01-01T05:00:07Z",
    "rate(2 days), 2026-01-01T00:00:07Z, 2026-01-03T00:00:07Z",
    "rate(4 minutes), 2025-12-31T00:00:00Z, 2026-01-01T00:04:07Z",
  })
  void countsARateFromItsStart(String text, Instant after, Instant next) {
    assertThat(ScheduleExpression.parse(text).next(START, after)).contains(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 10 * * ? *          | 2026-01-01T09:59:59Z | 2026-01-01T10:00:00Z",
        "0 10 * * ? *          | 2026-01-01T10:00:00Z | 2026-01-02T10:00:00Z",
        "15 12 * * ? *         | 2026-01-01T12:15:30Z | 2026-01-02T12:15:00Z",
        "0 18 ? * MON-FRI *    | 2026-01-02T18:00:00Z | 2026-01-05T18:00:00Z",
        "0 8 1 * ? *           | 2026-01-01T08:00:00Z | 2026-02-01T08:00:00Z",
        "0/15 * * * ? *        | 2026-01-01T23:45:00Z | 2026-01-02T00:00:00Z",
        "0/10 * ? * MON-FRI *  | 2026-01-02T23:50:00Z | 2026-01-05T00:00:00Z",
        "0/5 8-17 ? * MON-FRI * | 2026-01-02T17:55:00Z | 2026-01-05T08:00:00Z",
        "30 9 L-0 * ? *        | 2026-02-01T00:00:00Z | ",
        "30 9 L * ? *          | 2026-02-01T00:00:00Z | 2026-02-28T09:30:00Z",
        "30 9 L * ? *          | 2028-02-01T00:00:00Z | 2028-02-29T09:30:00Z",
        "0 0 LW * ? *          | 2026-02-01T00:00:00Z | 2026-02-27T00:00:00Z",
        "0 0 1W * ? *          | 2026-07-31T00:00:00Z | 2026-08-03T00:00:00Z",
        "0 0 15W * ? *         | 2026-08-01T00:00:00Z | 2026-08-14T00:00:00Z",
        "0 0 16W * ? *         | 2026-08-01T00:00:00Z | 2026-08-17T00:00:00Z",
        "0 0 31W * ? *         | 2026-05-01T00:00:00Z | 2026-05-29T00:00:00Z",
        "0 0 31W * ? *         | 2026-05-29T00:00:00Z | 2026-07-31T00:00:00Z",
        "0 0 ? * L *           | 2026-01-01T00:00:00Z | 2026-01-03T00:00:00Z",
        "0 0 ? * 6L *          | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z",
        "0 0 ? * FRIL *        | 2026-01-01T00:00:00Z | 2026-01-30T00:00:00Z",
        "0 9 ? * 2#1 *         | 2026-01-01T00:00:00Z | 2026-01-05T09:00:00Z",
        "0 9 ? * TUE#5 *       | 2026-01-01T00:00:00Z | 2026-03-31T09:00:00Z",
        "0 0 ? * FRI-MON *     | 2026-01-06T00:00:00Z | 2026-01-09T00:00:00Z",
        "0 0 29 FEB ? *        | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z",
        "0 0 1 jan,jul ? *     | 2026-01-01T00:00:00Z | 2026-07-01T00:00:00Z",
        "0 0 1 1 ? 2030-2040/5 | 2031-01-01T00:00:00Z | 2035-01-01T00:00:00Z",
        "59 23 31 12 ? 2199    | 2026-01-01T00:00:00Z | 2199-12-31T23:59:00Z",
        "5,10-12 3 * * ? *     | 2026-01-01T03:05:00Z | 2026-01-01T03:10:00Z",
        "10 3,5 * * ? *        | 2026-01-01T03:30:00Z | 2026-01-01T05:10:00Z",
        "10 0/23 * * ? *       | 2026-01-01T23:30:00Z | 2026-01-02T00:10:00Z",
      })
  void findsTheNextTimeOfACron(String fields, Instant after, Instant next) {
    String text = "cron(" + fields + ")";
    if (next == null) {
      assertThatIllegalArgumentException().isThrownBy(() -> ScheduleExpression.parse(text));
    } else {
      assertThat(ScheduleExpression.parse(text).next(START, after)).contains(next);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 ? *", "0 0 1 1 ? 1999", "0 0 31 4,6 ? *"})
  void knowsThatACronNeverFiresAgain(String fields) {
    assertThat(ScheduleExpression.parse("cron(" + fields + ")").next(START, START)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rate()",
        "rate(1 minutes)",
        "rate(2 minute)",
        "rate(0 minutes)",
        "rate(-1 minutes)",
        "rate(5 seconds)",
        "rate(5  minutes)",
        "rate(5 minutes) ",
        "Rate(5 minutes)",
        "rate(99999999999 days)",
        "cron()",
        "cron(* * * * *)",
        "cron(0 0 * * * *)",
        "cron(0 0 ? * ? *)",
        "cron(60 0 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 0 0 * ? *)",
        "cron(0 0 32 * ? *)",
        "cron(0 0 * 13 ? *)",
        "cron(0 0 ? * 8 *)",
        "cron(0 0 ? * 0 *)",
        "cron(0 0 * * ? 1969)",
        "cron(0 0 * * ? 2200)",
        "cron(0/0 0 * * ? *)",
        "cron(, 0 * * ? *)",
        "cron(5- 0 * * ? *)",
        "cron(0 0 W * ? *)",
        "cron(0 0 ? * 2#6 *)",
        "cron(0 0 ? * #2 *)",
        "cron(0 0 * FOO ? *)",
        "cron(0 0 * * ? 2030-2020)",
        "cron(L 0 * * ? *)",
        "at(2026-01-01T00:00:00)",
        "0 0 * * ? *"
      })
  void rejectsWhatAwsRejects(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ScheduleExpression.parse(text));
  }

  @Test
  void agreesWithCountingMinutes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] days = {"* * ?", "1/9 * ?", "? * MON,WED#2", "L * ?", "? 2-4 SAT", "10W * ?"};
    for (int i = 0; i < 60; i++) {
      String text =
          "cron(%d/%d %d-%d %s *)"
              .formatted(
                  random.nextInt(60),
                  1 + random.nextInt(59),
                  random.nextInt(24),
                  random.nextInt(24),
                  days[random.nextInt(days.length)]);
      ScheduleExpression cron = ScheduleExpression.parse(text);
      Instant at = START.plusSeconds(random.nextInt(100_000_000));
      Instant next = cron.next(START, at).orElseThrow();
      // Whatever lies between has the same next time, and itself is not skipped
      Instant between =
          at.plusSeconds(
              (long) (random.nextDouble() * (next.getEpochSecond() - at.getEpochSecond())));
      assertThat(cron.next(START, between)).as("seed %d: %s", seed, text).contains(next);
      assertThat(cron.next(START, next.minusNanos(1))).contains(next);
    }
  }

  @Test
  void survivesHostileTexts() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "0123456789*?LW#/,-() ratecronMINUTESMONJAN";
    List<String> strange = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "cron(" : "rate(");
      int length = random.nextInt(24);
      for (int c = 0; c < length; c++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.append(')');
      try {
        Optional<Instant> next = ScheduleExpression.parse(text.toString()).next(START, START);
        next.filter(time -> !time.isAfter(START)).ifPresent(_ -> strange.add(text.toString()));
      } catch (IllegalArgumentException _) {
        // Refused
      }
    }
    assertThat(strange).as("seed %d", seed).isEmpty();
  }
}

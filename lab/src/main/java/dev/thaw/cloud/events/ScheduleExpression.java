package dev.thaw.cloud.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a rule fires: `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC.
sealed interface ScheduleExpression permits ScheduleExpression.Rate, CronExpression {

  Pattern RATE = Pattern.compile("rate\\((\\d{1,9}) (minute|hour|day)(s?)\\)");

  /// The first firing after an instant; empty if there is none any more.
  ///
  /// @param start of the schedule, from which rates are counted
  Optional<Instant> next(Instant start, Instant after);

  /// @throws IllegalArgumentException what is wrong with it
  static ScheduleExpression parse(String text) {
    if (text.startsWith("cron(") && text.endsWith(")")) {
      return CronExpression.parse(text.substring("cron(".length(), text.length() - 1));
    }
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw new IllegalArgumentException(
          "schedule: " + text + " (expected: rate(N minutes|hours|days) or cron(six fields))");
    }
    long value = Long.parseLong(rate.group(1));
    boolean plural = !rate.group(3).isEmpty();
    if (value < 1 || plural == (value == 1)) {
      throw new IllegalArgumentException(
          "schedule: " + text + " (expected: N >= 1, singular for 1 and plural for others)");
    }
    return new Rate(
        switch (rate.group(2)) {
          case "minute" -> Duration.ofMinutes(value);
          case "hour" -> Duration.ofHours(value);
          default -> Duration.ofDays(value);
        });
  }

  /// Fires every so long, counted from its start, and not at the start itself.
  record Rate(Duration period) implements ScheduleExpression {
    @Override
    public Optional<Instant> next(Instant start, Instant after) {
      if (after.isBefore(start)) {
        return Optional.of(start.plus(period));
      }
      long passed = Duration.between(start, after).dividedBy(period);
      return Optional.of(start.plus(period.multipliedBy(passed + 1)));
    }
  }
}

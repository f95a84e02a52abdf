package dev.thaw.cloud.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Optional;

/// AWS's cron: minutes, hours, day of month, month, day of week, year. One of the two days must be
/// `?`.
record CronExpression(
    BitSet minutes, BitSet hours, CronDays days, BitSet months, BitSet years, String text)
    implements ScheduleExpression {

  static CronExpression parse(String text) {
    String[] fields = text.trim().split("\\s+");
    if (fields.length != 6) {
      throw new IllegalArgumentException(
          "cron(" + text + "): " + fields.length + " fields (expected: 6)");
    }
    boolean anyDay = fields[2].equals("?");
    if (anyDay == fields[4].equals("?")) {
      throw new IllegalArgumentException(
          "cron("
              + text
              + "): day of month "
              + fields[2]
              + ", day of week "
              + fields[4]
              + " (expected: exactly one of them ?)");
    }
    return new CronExpression(
        CronField.MINUTE.parse(fields[0]),
        CronField.HOUR.parse(fields[1]),
        anyDay ? CronDays.ofWeek(fields[4]) : CronDays.ofMonth(fields[2]),
        CronField.MONTH.parse(fields[3]),
        CronField.YEAR.parse(fields[5]),
        text);
  }

  @Override
  public Optional<Instant> next(Instant start, Instant after) {
    LocalDateTime from =
        LocalDateTime.ofInstant(after, ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MINUTES)
            .plusMinutes(1);
    return timeOn(from.toLocalDate(), from.toLocalTime())
        .or(() ->
            nextDay(from.toLocalDate().plusDays(1)).flatMap(day -> timeOn(day, LocalTime.MIN)))
        .map(time -> time.toInstant(ZoneOffset.UTC));
  }

  private Optional<LocalDateTime> timeOn(LocalDate day, LocalTime from) {
    if (!years.get(day.getYear()) || !months.get(day.getMonthValue()) || !days.includes(day)) {
      return Optional.empty();
    }
    int hour = hours.nextSetBit(from.getHour());
    if (hour < 0) {
      return Optional.empty();
    }
    int minute = minutes.nextSetBit(hour == from.getHour() ? from.getMinute() : 0);
    if (minute < 0) {
      // The hour is over
      return hour == 23 ? Optional.empty() : timeOn(day, LocalTime.of(hour + 1, 0));
    }
    return Optional.of(day.atTime(hour, minute));
  }

  private Optional<LocalDate> nextDay(LocalDate from) {
    YearMonth month = YearMonth.from(from);
    int first = from.getDayOfMonth();
    while (years.nextSetBit(month.getYear()) >= 0) {
      if (!years.get(month.getYear())) {
        month = YearMonth.of(years.nextSetBit(month.getYear()), 1);
        first = 1;
      }
      if (months.get(month.getMonthValue())) {
        for (int day = first; day <= month.lengthOfMonth(); day++) {
          if (days.includes(month.atDay(day))) {
            return Optional.of(month.atDay(day));
          }
        }
      }
      month = month.plusMonths(1);
      first = 1;
    }
    return Optional.empty();
  }
}

package dev.thaw.cloud.events;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The days of a cron expression: those that any part of its one meant field includes.
record CronDays(List<Days> parts) {

  boolean includes(LocalDate day) {
    return parts.stream().anyMatch(part -> part.include(day));
  }

  static CronDays ofMonth(String field) {
    List<Days> parts = new ArrayList<>();
    for (String part : field.split(",", -1)) {
      if (part.equals("L")) {
        parts.add(new LastOfMonth());
      } else if (part.equals("LW")) {
        parts.add(new LastWeekday());
      } else if (part.endsWith("W")) {
        parts.add(
            new WeekdayNear(CronField.DAY_OF_MONTH.value(part.substring(0, part.length() - 1))));
      } else {
        parts.add(new InMonth(CronField.DAY_OF_MONTH.part(part)));
      }
    }
    return new CronDays(parts);
  }

  static CronDays ofWeek(String field) {
    List<Days> parts = new ArrayList<>();
    for (String part : field.split(",", -1)) {
      int hash = part.indexOf('#');
      if (hash >= 0) {
        parts.add(
            new NthOfMonth(
                CronField.DAY_OF_WEEK.value(part.substring(0, hash)), nth(part, hash + 1)));
      } else if (part.length() > 1 && part.endsWith("L")) {
        parts.add(
            new LastInMonth(CronField.DAY_OF_WEEK.value(part.substring(0, part.length() - 1))));
      } else {
        // The last day of a week is Saturday
        parts.add(new InWeek(CronField.DAY_OF_WEEK.part(part.equals("L") ? "7" : part)));
      }
    }
    return new CronDays(parts);
  }

  private static int nth(String part, int from) {
    String nth = part.substring(from);
    if (nth.length() != 1 || nth.charAt(0) < '1' || nth.charAt(0) > '5') {
      throw new IllegalArgumentException("cron: " + part + " (expected: #1 to #5)");
    }
    return nth.charAt(0) - '0';
  }

  /// Sunday is 1.
  private static int ofWeek(LocalDate day) {
    return day.getDayOfWeek().getValue() % 7 + 1;
  }

  sealed interface Days {
    boolean include(LocalDate day);
  }

  record InMonth(BitSet days) implements Days {
    @Override
    public boolean include(LocalDate day) {
      return days.get(day.getDayOfMonth());
    }
  }

  record LastOfMonth() implements Days {
    @Override
    public boolean include(LocalDate day) {
      return day.getDayOfMonth() == day.lengthOfMonth();
    }
  }

  record LastWeekday() implements Days {
    @Override
    public boolean include(LocalDate day) {
      return day.equals(WeekdayNear.nearest(YearMonth.from(day).atEndOfMonth()));
    }
  }

  /// The weekday nearest to a day, within its month.
  record WeekdayNear(int target) implements Days {
    @Override
    public boolean include(LocalDate day) {
      return target <= day.lengthOfMonth() && day.equals(nearest(day.withDayOfMonth(target)));
    }

    private static LocalDate nearest(LocalDate wanted) {
      if (wanted.getDayOfWeek() == DayOfWeek.SATURDAY) {
        return wanted.getDayOfMonth() == 1 ? wanted.plusDays(2) : wanted.minusDays(1);
      }
      if (wanted.getDayOfWeek() == DayOfWeek.SUNDAY) {
        return wanted.getDayOfMonth() == wanted.lengthOfMonth()
            ? wanted.minusDays(2)
            : wanted.plusDays(1);
      }
      return wanted;
    }
  }

  record InWeek(BitSet days) implements Days {
    @Override
    public boolean include(LocalDate day) {
      return days.get(ofWeek(day));
    }
  }

  record LastInMonth(int dayOfWeek) implements Days {
    @Override
    public boolean include(LocalDate day) {
      return ofWeek(day) == dayOfWeek && day.getDayOfMonth() > day.lengthOfMonth() - 7;
    }
  }

  record NthOfMonth(int dayOfWeek, int nth) implements Days {
    @Override
    public boolean include(LocalDate day) {
      return ofWeek(day) == dayOfWeek && (day.getDayOfMonth() - 1) / 7 + 1 == nth;
    }
  }
}

package dev.thaw.cloud.events;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// A field of a cron expression: what values it takes, and how they are written.
enum CronField {
  MINUTE(0, 59, ""),
  HOUR(0, 23, ""),
  DAY_OF_MONTH(1, 31, ""),
  MONTH(1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  DAY_OF_WEEK(1, 7, "SUN MON TUE WED THU FRI SAT"),
  YEAR(1970, 2199, "");

  private final int first;
  private final int last;
  private final String names;

  CronField(int first, int last, String names) {
    this.first = first;
    this.last = last;
    this.names = names;
  }

  /// Lists of values, ranges and steps; `*` is all.
  BitSet parse(String field) {
    BitSet values = new BitSet();
    for (String part : field.split(",", -1)) {
      values.or(part(part));
    }
    return values;
  }

  /// One of a list: `*`, `5`, `MON-FRI`, any of them with a step behind a slash.
  BitSet part(String part) {
    int slash = part.indexOf('/');
    String range = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : step(part.substring(slash + 1));
    if (range.equals("*")) {
      return steps(first, last, step);
    }
    int dash = range.indexOf('-');
    if (dash >= 0) {
      return steps(value(range.substring(0, dash)), value(range.substring(dash + 1)), step);
    }
    int from = value(range);
    return steps(from, slash < 0 ? from : last, step);
  }

  /// A range whose end lies before its start goes around, as `FRI-MON` does.
  private BitSet steps(int from, int to, int step) {
    if (to < from && this == YEAR) {
      throw new IllegalArgumentException("cron YEAR: " + from + "-" + to + " (expected: forward)");
    }
    int span = last - first + 1;
    BitSet values = new BitSet();
    for (int value = from; value <= (to < from ? to + span : to); value += step) {
      values.set(value > last ? value - span : value);
    }
    return values;
  }

  private int step(String text) {
    int step = number(text);
    if (step < 1 || step > last) {
      throw wrong(text);
    }
    return step;
  }

  /// A single value, by number or name.
  int value(String text) {
    if (text.isEmpty()) {
      throw wrong(text);
    }
    int named = List.of(names.split(" ")).indexOf(text.toUpperCase(Locale.ROOT));
    int value = named >= 0 ? named + first : number(text);
    if (value < first || value > last) {
      throw wrong(text);
    }
    return value;
  }

  private int number(String text) {
    if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(text);
    }
    return Integer.parseInt(text);
  }

  private IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "cron %s: %s (expected: %d to %d%s)"
            .formatted(name(), text, first, last, names.isEmpty() ? "" : " or " + names));
  }
}

package dev.thaw.measure;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a REPORT line says, in its text form or as JSON.
///
/// @param maxMemoryUsedMb empty where the line does not say
/// @param initMs only after a cold start
record ReportLine(double durationMs, OptionalInt maxMemoryUsedMb, OptionalDouble initMs) {

  /// The last REPORT of a log; empty if there is none.
  static Optional<ReportLine> find(String log) {
    return log.lines()
        .filter(line -> line.startsWith("REPORT ") || line.contains("\"platform.report\""))
        .reduce((first, last) -> last)
        .flatMap(line -> line.startsWith("REPORT ") ? text(line) : json(line));
  }

  private static Optional<ReportLine> text(String line) {
    return of(
        number(line, "\tDuration: ", " ms"),
        number(line, "Max Memory Used: ", " MB"),
        number(line, "Init Duration: ", " ms"));
  }

  private static Optional<ReportLine> json(String line) {
    return of(
        number(line, "\"durationMs\":", ""),
        number(line, "\"maxMemoryUsedMB\":", ""),
        number(line, "\"initDurationMs\":", ""));
  }

  private static Optional<ReportLine> of(
      OptionalDouble duration, OptionalDouble memory, OptionalDouble init) {
    if (duration.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt megabytes =
        memory.isPresent() ? OptionalInt.of((int) memory.getAsDouble()) : OptionalInt.empty();
    return Optional.of(new ReportLine(duration.getAsDouble(), megabytes, init));
  }

  private static OptionalDouble number(String line, String before, String after) {
    Matcher matcher =
        Pattern.compile(
                Pattern.quote(before) + "\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)" + Pattern.quote(after))
            .matcher(line);
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }
}

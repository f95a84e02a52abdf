package dev.thaw.cloud.protocol;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The three ways in which AWS writes a moment.
enum Timestamps {
  /// Seconds since the epoch, milliseconds as a fraction.
  EPOCH_SECONDS,
  /// `2026-11-24T11:00:00Z`
  ISO_8601,
  /// `Tue, 24 Nov 2026 11:00:00 GMT`
  HTTP_DATE;

  /// Unlike [DateTimeFormatter#RFC_1123_DATE_TIME] with two digits for every day.
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// @param name as in a model
  static Timestamps named(String name) {
    return switch (name) {
      case "unixTimestamp" -> EPOCH_SECONDS;
      case "iso8601" -> ISO_8601;
      case "rfc822" -> HTTP_DATE;
      default ->
          throw new ModelException(
              "timestampFormat: " + name + " (expected: unixTimestamp, iso8601 or rfc822)");
    };
  }

  Instant parse(String text) {
    try {
      return switch (this) {
        case EPOCH_SECONDS -> ofSeconds(Double.parseDouble(text));
        case ISO_8601 -> DateTimeFormatter.ISO_DATE_TIME.parse(text, Instant::from);
        case HTTP_DATE -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
      };
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw ApiException.serialization("timestamp: " + text + " (expected: " + this + ")");
    }
  }

  String format(Instant moment) {
    return switch (this) {
      case EPOCH_SECONDS ->
          BigDecimal.valueOf(moment.toEpochMilli(), 3).stripTrailingZeros().toPlainString();
      case ISO_8601 -> moment.toString();
      case HTTP_DATE -> HTTP.format(moment);
    };
  }

  static Instant ofSeconds(double seconds) {
    if (!(Math.abs(seconds) < 1e12)) {
      throw ApiException.serialization(
          "timestamp: " + seconds + " (expected: seconds since the epoch)");
    }
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }
}

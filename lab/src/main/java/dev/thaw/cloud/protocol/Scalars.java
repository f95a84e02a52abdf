package dev.thaw.cloud.protocol;

import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Single values as the text that forms, XML, paths, queries and headers hold.
final class Scalars {

  private Scalars() {}

  /// @param name of the member on the wire, for messages
  /// @param usual format of a timestamp where neither member nor shape say it
  /// @throws ApiException if the text is no value of the shape
  static Object parse(
      Shape shape, Optional<String> format, Timestamps usual, String name, String text) {
    return switch (shape) {
      case Shape.Text _ -> text;
      case Shape.Flag _ -> flag(name, text.trim());
      case Shape.Whole _ -> whole(name, text.trim());
      case Shape.Fraction _ -> fraction(name, text.trim());
      case Shape.Moment moment -> timestamps(moment, format, usual).parse(text.trim());
      case Shape.Bytes _ -> bytes(name, text);
      case Shape.Structure _, Shape.Sequence _, Shape.Dictionary _, Shape.Free _ ->
          throw new ModelException(name + ": " + shape.name() + " (expected: a simple shape)");
    };
  }

  static String format(Shape shape, Optional<String> format, Timestamps usual, Object value) {
    return switch (shape) {
      case Shape.Text _ -> (String) value;
      case Shape.Flag _ -> ((Boolean) value).toString();
      case Shape.Whole _ -> Long.toString(((Number) value).longValue());
      case Shape.Fraction _ -> Double.toString(((Number) value).doubleValue());
      case Shape.Moment moment -> timestamps(moment, format, usual).format(moment(value));
      case Shape.Bytes _ -> Base64.getEncoder().encodeToString(((Blob) value).bytes());
      case Shape.Structure _, Shape.Sequence _, Shape.Dictionary _, Shape.Free _ ->
          throw new ModelException(shape.name() + " (expected: a simple shape)");
    };
  }

  /// Handlers may also give a moment as seconds since the epoch.
  static Instant moment(Object value) {
    return value instanceof Number seconds
        ? Timestamps.ofSeconds(seconds.doubleValue())
        : (Instant) value;
  }

  /// Whether every surrogate has its other half.
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().noneMatch(Scalars::isSurrogate);
      }
    }
    return true;
  }

  static String toUnicode(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints().forEach(c -> whole.appendCodePoint(isSurrogate(c) ? 0xFFFD : c));
    return whole.toString();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /// The numbers that JSON has no words for.
  static Optional<Double> notFinite(String text) {
    return switch (text) {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  private static Timestamps timestamps(
      Shape.Moment shape, Optional<String> format, Timestamps usual) {
    return format.or(shape::format).map(Timestamps::named).orElse(usual);
  }

  private static Object flag(String name, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw mismatch(name, text, "a Boolean");
    };
  }

  private static Object whole(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw mismatch(name, text, "an Integer");
    }
  }

  private static Object fraction(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw mismatch(name, text, "a Double");
    }
  }

  private static Blob bytes(String name, String text) {
    try {
      return Blob.of(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      throw ApiException.serialization(name + ": " + e.getMessage() + " (expected: base64)");
    }
  }

  private static ApiException mismatch(String name, String text, String what) {
    return ApiException.serialization(name + ": '" + text + "' can not be converted to " + what);
  }
}

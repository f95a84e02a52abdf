package dev.thaw.cloud.logs.pattern;

import org.jspecify.annotations.Nullable;

/// The right side of a comparison.
sealed interface Literal {

  /// Whether a value, which is there, equals it.
  boolean equalTo(@Nullable Object value);

  /// May hold `*` for any characters.
  record Text(String glob) implements Literal {
    @Override
    public boolean equalTo(@Nullable Object value) {
      return value != null && Glob.matches(glob, text(value));
    }
  }

  record Numeric(double number, String written) implements Literal {
    @Override
    public boolean equalTo(@Nullable Object value) {
      Double other = Literal.number(value);
      return other == null ? written.equals(text(value)) : other == number;
    }
  }

  record Expression(Regex regex) implements Literal {
    @Override
    public boolean equalTo(@Nullable Object value) {
      return value != null && regex.find(text(value));
    }
  }

  /// @param ends characters that end an unquoted value
  static Literal parse(PatternText text, String ends) {
    return switch (text.peek()) {
      case '"', '\'' -> new Text(text.quoted(text.peek()));
      case '%' -> new Expression(text.expression());
      default -> {
        String word = text.word(ends);
        if (word.isEmpty()) {
          throw text.unexpected("a value");
        }
        Double number = number(word);
        yield number == null ? new Text(word) : new Numeric(number, word);
      }
    };
  }

  /// A number of JSON, or a text that reads as one; else null.
  static @Nullable Double number(@Nullable Object value) {
    return switch (value) {
      case Long whole -> Double.valueOf(whole);
      case Double fraction -> fraction;
      case String text -> Decimal.parse(text);
      case null, default -> null;
    };
  }

  static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}

package dev.thaw.cloud.logs.pattern;

import java.util.Map;
import java.util.Optional;

/// What a log event must look like.
public sealed interface FilterPattern permits Everything, Terms, Fields, Selection {

  /// Regular expressions of one pattern.
  int MOST_EXPRESSIONS = 2;

  /// What the pattern extracts from a message; empty if the message does not match.
  Optional<Map<String, String>> match(String message);

  default boolean matches(String message) {
    return match(message).isPresent();
  }

  /// @throws InvalidPattern if it is none
  static FilterPattern parse(String pattern) {
    PatternText text = new PatternText(pattern);
    text.skipSpace();
    if (text.atEnd()) {
      return new Everything();
    }
    FilterPattern parsed =
        switch (text.peek()) {
          case '{' -> Selection.parse(text);
          case '[' -> Fields.parse(text);
          default -> Terms.parse(text);
        };
    text.skipSpace();
    if (!text.atEnd()) {
      throw text.unexpected("the end of the pattern");
    }
    return parsed;
  }
}

package dev.thaw.cloud.logs.pattern;

/// A pattern and how far it has been read.
final class PatternText {

  private final String text;
  private int at;
  private int expressions;

  PatternText(String text) {
    this.text = text;
  }

  /// For looking ahead.
  PatternText copy() {
    PatternText copy = new PatternText(text);
    copy.at = at;
    return copy;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /// The next character, 0 at the end.
  char peek() {
    return atEnd() ? 0 : text.charAt(at);
  }

  char next() {
    if (atEnd()) {
      throw unexpected("more");
    }
    return text.charAt(at++);
  }

  void skipSpace() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  boolean startsWith(String token) {
    return text.startsWith(token, at);
  }

  /// Takes a token if it is next.
  boolean take(String token) {
    if (!startsWith(token)) {
      return false;
    }
    at += token.length();
    return true;
  }

  /// Takes a word in any case, if it ends there.
  boolean takeWord(String word) {
    int end = at + word.length();
    boolean there =
        text.regionMatches(true, at, word, 0, word.length())
            && (end == text.length() || !isNameCharacter(text.charAt(end)));
    if (there) {
      at = end;
    }
    return there;
  }

  void expect(String token) {
    if (!take(token)) {
      throw unexpected("'" + token + "'");
    }
  }

  static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /// Everything up to white space or one of these characters.
  String word(String ends) {
    int from = at;
    while (!atEnd() && !Character.isWhitespace(peek()) && ends.indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(from, at);
  }

  /// What stands between two quotation marks of this kind; the first is next.
  String quoted(char mark) {
    int from = at++;
    StringBuilder content = new StringBuilder();
    while (!atEnd()) {
      char c = text.charAt(at++);
      if (c == mark) {
        return content.toString();
      }
      if (c == '\\' && !atEnd() && (peek() == mark || peek() == '\\')) {
        c = text.charAt(at++);
      }
      content.append(c);
    }
    throw new InvalidPattern("Invalid filter pattern: no closing " + mark + " for that at " + from);
  }

  /// The regular expression between two percentage signs; the first is next.
  Regex expression() {
    int from = at++;
    int end = at;
    while (end < text.length() && text.charAt(end) != '%') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new InvalidPattern("Invalid filter pattern: no closing % for that at " + from);
    }
    if (++expressions > FilterPattern.MOST_EXPRESSIONS) {
      throw new InvalidPattern(
          "Invalid filter pattern: %d regular expressions (expected: at most %d)"
              .formatted(expressions, FilterPattern.MOST_EXPRESSIONS));
    }
    String source = text.substring(at, end);
    at = end + 1;
    return Regex.parse(source);
  }

  InvalidPattern unexpected(String expected) {
    String found = atEnd() ? "the end" : "'" + peek() + "'";
    return new InvalidPattern(
        "Invalid filter pattern: %s at %d (expected: %s)".formatted(found, at, expected));
  }
}

package dev.thaw.gateway.vtl;

/// A place in a text.
final class Scanner {

  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  /// NUL at the end.
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  boolean looksAt(String expected) {
    return text.startsWith(expected, at);
  }

  boolean take(String expected) {
    if (looksAt(expected)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  void expect(String expected) {
    if (!take(expected)) {
      throw flaw("expected " + expected);
    }
  }

  void spaces() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      at++;
    }
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Empty if there is none.
  String name() {
    int from = at;
    if (isLetter(peek())) {
      while (isLetter(peek()) || isDigit(peek()) || peek() == '-') {
        at++;
      }
    }
    return text.substring(from, at);
  }

  /// Up to a text, which is skipped; or up to the end.
  String until(String end) {
    int found = text.indexOf(end, at);
    String skipped = text.substring(at, found < 0 ? text.length() : found);
    at = found < 0 ? text.length() : found + end.length();
    return skipped;
  }

  String since(int from) {
    return text.substring(from, at);
  }

  /// Skips the rest of a line if nothing else is on it.
  void blankRest() {
    int i = at;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (text.startsWith("\r\n", i)) {
      at = i + 2;
    } else if (text.startsWith("\n", i)) {
      at = i + 1;
    }
  }

  /// Whether only blanks stand before the place on its line.
  boolean startsLine(int place) {
    for (int i = place - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '\n') {
        return true;
      }
      if (c != ' ' && c != '\t') {
        return false;
      }
    }
    return true;
  }

  VtlException flaw(String what) {
    int line =
        1
            + (int)
                text.substring(0, Math.min(at, text.length()))
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
    return new VtlException("template, line " + line + ": " + what);
  }
}

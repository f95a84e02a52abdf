package dev.thaw.cloud.events;

/// `*` stands for any characters; a backslash makes a star or a backslash an ordinary one.
final class Wildcard {

  private Wildcard() {}

  static void check(String pattern) {
    boolean star = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' && star) {
        throw new IllegalArgumentException("Consecutive wildcard characters at pos " + (i - 1));
      }
      star = c == '*';
      if (c == '\\') {
        i++;
        if (i == pattern.length() || (pattern.charAt(i) != '*' && pattern.charAt(i) != '\\')) {
          throw new IllegalArgumentException("Invalid escape character at pos " + (i - 1));
        }
      }
    }
  }

  /// Goes back to the last star only, so it takes no more than pattern times text.
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
      } else {
        int literal = literal(pattern, p);
        if (literal < pattern.length() && pattern.charAt(literal) == text.charAt(t)) {
          p = literal + 1;
          t++;
        } else if (star >= 0) {
          p = star + 1;
          t = ++retry;
        } else {
          return false;
        }
      }
    }
    return p == pattern.length() || (p == pattern.length() - 1 && pattern.charAt(p) == '*');
  }

  /// Where the character to compare stands.
  private static int literal(String pattern, int at) {
    return at < pattern.length() && pattern.charAt(at) == '\\' ? at + 1 : at;
  }
}

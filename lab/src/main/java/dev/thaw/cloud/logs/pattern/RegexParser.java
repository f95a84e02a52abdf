package dev.thaw.cloud.logs.pattern;

import dev.thaw.cloud.logs.pattern.Regex.Anchor;
import dev.thaw.cloud.logs.pattern.Regex.Atom;
import dev.thaw.cloud.logs.pattern.Regex.CharacterSet;
import java.util.ArrayList;
import java.util.List;

/// Reads what CloudWatch Logs takes between percentage signs: letters, digits, `_#=@/;,-:`, and the
/// operators `^ $ ? [ ] { } | \ * + .`; no parentheses.
final class RegexParser {

  private static final String SYMBOLS = "_#=@/;,-: ~&<>'\"";
  private static final int MOST_STATES = 4_096;

  private final String source;
  private int at;

  RegexParser(String source) {
    this.source = source;
  }

  Regex parse() {
    if (source.isEmpty()) {
      throw invalid("empty");
    }
    List<List<Atom>> alternatives = new ArrayList<>();
    List<Atom> current = new ArrayList<>();
    while (at < source.length()) {
      if (source.charAt(at) == '|') {
        at++;
        alternatives.add(current);
        current = new ArrayList<>();
      } else {
        atom(current);
      }
      if (current.size() > MOST_STATES) {
        throw invalid("too many repetitions");
      }
    }
    alternatives.add(current);
    return new Regex(alternatives);
  }

  private void atom(List<Atom> to) {
    char c = source.charAt(at++);
    switch (c) {
      case '^' -> to.add(new Atom(any -> false, false, false, Anchor.BEGIN));
      case '$' -> to.add(new Atom(any -> false, false, false, Anchor.END));
      case '.' -> quantified(to, any -> any != '\n');
      case '[' -> quantified(to, bracket());
      case '\\' -> quantified(to, escaped());
      default -> {
        if (!literal(c)) {
          throw invalid("'" + c + "' at " + (at - 1));
        }
        quantified(to, other -> other == c);
      }
    }
  }

  private static boolean literal(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || SYMBOLS.indexOf(c) >= 0);
  }

  private CharacterSet escaped() {
    char c = next("a character after \\");
    return switch (c) {
      case 'd' -> RegexParser::digit;
      case 'D' -> other -> !digit(other);
      case 's' -> RegexParser::space;
      case 'S' -> other -> !space(other);
      case 'w' -> RegexParser::word;
      case 'W' -> other -> !word(other);
      case 't' -> other -> other == '\t';
      case 'n' -> other -> other == '\n';
      case 'r' -> other -> other == '\r';
      default -> {
        if (Character.isLetterOrDigit(c) || c >= 128) {
          throw invalid("\\" + c);
        }
        yield other -> other == c;
      }
    };
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean word(char c) {
    return digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private CharacterSet bracket() {
    boolean negated = at < source.length() && source.charAt(at) == '^';
    if (negated) {
      at++;
    }
    List<CharacterSet> sets = new ArrayList<>();
    while (sets.isEmpty() || at >= source.length() || source.charAt(at) != ']') {
      char c = next("']'");
      if (c == '\\') {
        sets.add(escaped());
      } else if (at + 1 < source.length()
          && source.charAt(at) == '-'
          && source.charAt(at + 1) != ']') {
        char to = source.charAt(at + 1);
        at += 2;
        if (to < c) {
          throw invalid("range " + c + "-" + to);
        }
        sets.add(other -> other >= c && other <= to);
      } else {
        sets.add(other -> other == c);
      }
    }
    at++;
    List<CharacterSet> all = List.copyOf(sets);
    return c -> all.stream().anyMatch(set -> set.takes(c)) != negated;
  }

  private void quantified(List<Atom> to, CharacterSet set) {
    switch (at < source.length() ? source.charAt(at) : 0) {
      case '*' -> simple(to, set, true, true);
      case '+' -> simple(to, set, true, false);
      case '?' -> simple(to, set, false, true);
      case '{' -> counted(to, set);
      default -> to.add(new Atom(set, false, false, Anchor.NONE));
    }
  }

  private void simple(List<Atom> to, CharacterSet set, boolean repeated, boolean optional) {
    at++;
    to.add(new Atom(set, repeated, optional, Anchor.NONE));
  }

  /// `{n}`, `{n,}` or `{n,m}`
  private void counted(List<Atom> to, CharacterSet set) {
    int close = source.indexOf('}', at);
    String range = close < 0 ? "" : source.substring(at + 1, close);
    if (!range.matches("\\d{1,4}(,\\d{0,4})?")) {
      throw invalid("repetition {" + range);
    }
    at = close + 1;
    String[] parts = range.split(",", -1);
    int least = Integer.parseInt(parts[0]);
    boolean open = parts.length == 2 && parts[1].isEmpty();
    int most = parts.length == 1 ? least : open ? least : Integer.parseInt(parts[1]);
    if (most < least || to.size() + most > MOST_STATES) {
      throw invalid("repetition {" + range + "}");
    }
    for (int i = 0; i < most; i++) {
      to.add(new Atom(set, false, i >= least, Anchor.NONE));
    }
    if (open) {
      to.add(new Atom(set, true, true, Anchor.NONE));
    }
  }

  private char next(String expected) {
    if (at >= source.length()) {
      throw invalid("the end (expected: " + expected + ")");
    }
    return source.charAt(at++);
  }

  private InvalidPattern invalid(String what) {
    return new InvalidPattern("Invalid regular expression %" + source + "%: " + what);
  }
}

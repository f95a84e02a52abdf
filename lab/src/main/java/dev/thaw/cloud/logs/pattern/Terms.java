package dev.thaw.cloud.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Words and phrases anywhere in a message: all that are required and none that is excluded. The
/// optional ones, of which one is enough, count only where they stand alone, as on AWS.
record Terms(List<Term> required, List<Term> optional, List<Term> excluded)
    implements FilterPattern {

  sealed interface Term {

    boolean in(String message);

    record Phrase(String text) implements Term {
      @Override
      public boolean in(String message) {
        return message.contains(text);
      }
    }

    record Expression(Regex regex) implements Term {
      @Override
      public boolean in(String message) {
        return regex.find(message);
      }
    }
  }

  static Terms parse(PatternText text) {
    List<Term> required = new ArrayList<>();
    List<Term> optional = new ArrayList<>();
    List<Term> excluded = new ArrayList<>();
    while (!text.atEnd()) {
      List<Term> kind = text.take("?") ? optional : text.take("-") ? excluded : required;
      kind.add(term(text));
      text.skipSpace();
    }
    return new Terms(List.copyOf(required), List.copyOf(optional), List.copyOf(excluded));
  }

  private static Term term(PatternText text) {
    return switch (text.peek()) {
      case '"' -> new Term.Phrase(text.quoted('"'));
      case '%' -> new Term.Expression(text.expression());
      default -> {
        String word = text.word("\"");
        if (word.isEmpty()) {
          throw text.unexpected("a term");
        }
        if (!word.chars().allMatch(c -> PatternText.isNameCharacter((char) c))) {
          throw new InvalidPattern("Invalid character(s) in term '" + word + "'");
        }
        yield new Term.Phrase(word);
      }
    };
  }

  @Override
  public boolean matches(String message) {
    if (required.isEmpty() && excluded.isEmpty()) {
      return optional.stream().anyMatch(term -> term.in(message));
    }
    return required.stream().allMatch(term -> term.in(message))
        && excluded.stream().noneMatch(term -> term.in(message));
  }

  @Override
  public Optional<Map<String, String>> match(String message) {
    return matches(message) ? Optional.of(Map.of()) : Optional.empty();
  }
}

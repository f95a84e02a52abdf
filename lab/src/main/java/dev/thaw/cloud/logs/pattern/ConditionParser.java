package dev.thaw.cloud.logs.pattern;

import dev.thaw.cloud.logs.pattern.Condition.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Comparisons joined by `&&`, which binds closer, and `||`, in parentheses or not.
final class ConditionParser {

  /// Deeper parentheses than this help nobody.
  private static final int DEEPEST = 100;

  private final PatternText text;
  private final Function<PatternText, Operand> operand;
  private final String ends;
  private int depth;

  /// @param ends characters that end an unquoted value
  ConditionParser(PatternText text, Function<PatternText, Operand> operand, String ends) {
    this.text = text;
    this.operand = operand;
    this.ends = ends;
  }

  Condition any() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(all());
      text.skipSpace();
    } while (text.take("||"));
    return parts.size() == 1 ? parts.getFirst() : new Condition.Any(List.copyOf(parts));
  }

  private Condition all() {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(one());
      text.skipSpace();
    } while (text.take("&&"));
    return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
  }

  private Condition one() {
    text.skipSpace();
    if (!text.take("(")) {
      return comparison(operand.apply(text));
    }
    if (++depth > DEEPEST) {
      throw text.unexpected("at most " + DEEPEST + " parentheses in each other");
    }
    Condition inner = any();
    text.skipSpace();
    text.expect(")");
    depth--;
    return inner;
  }

  /// What follows an operand.
  Condition comparison(Operand of) {
    text.skipSpace();
    for (Relation relation : Relation.values()) {
      if (text.take(relation.sign)) {
        text.skipSpace();
        Literal literal = Literal.parse(text, ends);
        if (relation.ordering() && !(literal instanceof Literal.Numeric)) {
          throw text.unexpected("a number after " + relation.sign);
        }
        return new Condition.Comparison(of, relation, literal);
      }
    }
    return keyword(of);
  }

  private Condition keyword(Operand of) {
    if (text.takeWord("EXISTS")) {
      return new Condition.Existence(of, true);
    }
    if (text.takeWord("NOT")) {
      text.skipSpace();
      if (text.takeWord("EXISTS")) {
        return new Condition.Existence(of, false);
      }
      throw text.unexpected("EXISTS");
    }
    if (!text.takeWord("IS")) {
      throw text.unexpected("=, !=, <, <=, >, >=, IS or NOT EXISTS");
    }
    text.skipSpace();
    if (text.takeWord("NULL")) {
      return new Condition.Is(of, null);
    }
    if (text.takeWord("TRUE")) {
      return new Condition.Is(of, true);
    }
    if (text.takeWord("FALSE")) {
      return new Condition.Is(of, false);
    }
    throw text.unexpected("NULL, TRUE or FALSE");
  }
}

package dev.thaw.gateway.vtl;

import dev.thaw.gateway.vtl.Expression.Operator;
import dev.thaw.gateway.vtl.Expression.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads expressions and references.
final class ExpressionParser {

  private static final int MAX_DEPTH = 60;

  private final Scanner scanner;
  private int depth;

  ExpressionParser(Scanner scanner, int depth) {
    this.scanner = scanner;
    this.depth = depth;
  }

  Expression expression() {
    if (++depth > MAX_DEPTH) {
      throw scanner.flaw("nested deeper than " + MAX_DEPTH);
    }
    Expression read = binary(0);
    depth--;
    return read;
  }

  private Expression binary(int level) {
    if (level == Operator.LEVELS) {
      return unary();
    }
    Expression left = binary(level + 1);
    while (true) {
      scanner.spaces();
      Operator operator = operator(level);
      if (operator == null) {
        return left;
      }
      left = new Expression.Binary(operator, left, binary(level + 1));
    }
  }

  private @Nullable Operator operator(int level) {
    for (Operator each : Operator.values()) {
      if (each.level() == level) {
        if (scanner.take(each.sign())) {
          return each;
        }
        int start = scanner.position();
        if (!each.word().isEmpty() && scanner.name().equals(each.word())) {
          return each;
        }
        scanner.back(start);
      }
    }
    return null;
  }

  private Expression unary() {
    scanner.spaces();
    if (scanner.peek() == '!' && scanner.peek(1) != '=') {
      scanner.next();
      return new Expression.Not(nested());
    }
    if (scanner.peek() == '-' && !Scanner.isDigit(scanner.peek(1))) {
      scanner.next();
      return new Expression.Minus(nested());
    }
    return primary();
  }

  private Expression nested() {
    if (++depth > MAX_DEPTH) {
      throw scanner.flaw("nested deeper than " + MAX_DEPTH);
    }
    Expression read = unary();
    depth--;
    return read;
  }

  private Expression primary() {
    char c = scanner.peek();
    return switch (c) {
      case '$' -> reference();
      case '\'' -> {
        scanner.next();
        yield new Expression.Literal(quoted('\''));
      }
      case '"' -> {
        scanner.next();
        yield new Expression.Interpolated(new Parser(quoted('"'), depth).template());
      }
      case '(' -> {
        scanner.next();
        Expression inner = expression();
        scanner.spaces();
        scanner.expect(")");
        yield inner;
      }
      case '[' -> list();
      case '{' -> map();
      default -> Scanner.isDigit(c) || c == '-' ? number() : word();
    };
  }

  /// A quote is written twice inside its text.
  private String quoted(char quote) {
    StringBuilder text = new StringBuilder();
    while (true) {
      if (scanner.atEnd()) {
        throw scanner.flaw("a text without its closing " + quote);
      }
      char c = scanner.next();
      if (c == quote) {
        if (scanner.peek() != quote) {
          return text.toString();
        }
        scanner.next();
      }
      text.append(c);
    }
  }

  private Expression number() {
    int from = scanner.position();
    scanner.next();
    while (Scanner.isDigit(scanner.peek())) {
      scanner.next();
    }
    boolean whole = scanner.peek() != '.' || !Scanner.isDigit(scanner.peek(1));
    if (!whole) {
      scanner.next();
      while (Scanner.isDigit(scanner.peek())) {
        scanner.next();
      }
    }
    String text = scanner.since(from);
    try {
      return new Expression.Literal(
          whole ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text));
    } catch (NumberFormatException _) {
      throw scanner.flaw("number " + text);
    }
  }

  private Expression word() {
    String word = scanner.name();
    return switch (word) {
      case "true" -> new Expression.Literal(true);
      case "false" -> new Expression.Literal(false);
      case "null" -> new Expression.Literal(null);
      case "not" -> new Expression.Not(nested());
      case "" -> throw scanner.flaw("expected a value");
      default -> throw scanner.flaw("unknown word " + word);
    };
  }

  private Expression list() {
    scanner.next();
    scanner.spaces();
    List<Expression> elements = new ArrayList<>();
    if (scanner.take("]")) {
      return new Expression.ListOf(elements);
    }
    while (true) {
      elements.add(expression());
      scanner.spaces();
      if (scanner.take("..") && elements.size() == 1) {
        Expression to = expression();
        scanner.spaces();
        scanner.expect("]");
        return new Expression.Range(elements.getFirst(), to);
      }
      if (scanner.take("]")) {
        return new Expression.ListOf(elements);
      }
      scanner.expect(",");
    }
  }

  private Expression map() {
    scanner.next();
    scanner.spaces();
    List<Expression.Pair> pairs = new ArrayList<>();
    if (scanner.take("}")) {
      return new Expression.MapOf(pairs);
    }
    while (true) {
      Expression key = expression();
      scanner.spaces();
      scanner.expect(":");
      pairs.add(new Expression.Pair(key, expression()));
      scanner.spaces();
      if (scanner.take("}")) {
        return new Expression.MapOf(pairs);
      }
      scanner.expect(",");
    }
  }

  private Expression.Reference reference() {
    Expression.Reference found = referenceOrNone();
    if (found == null) {
      throw scanner.flaw("expected a reference");
    }
    return found;
  }

  /// A reference with its dollar sign, or null, and then nothing was read.
  Expression.@Nullable Reference referenceOrNone() {
    int start = scanner.position();
    scanner.expect("$");
    scanner.take("!");
    boolean braces = scanner.take("{");
    String name = scanner.name();
    if (name.isEmpty()) {
      scanner.back(start);
      return null;
    }
    List<Step> steps = steps();
    if (braces && !scanner.take("}")) {
      scanner.back(start);
      return null;
    }
    return new Expression.Reference(name, steps);
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>(2);
    while (true) {
      if (scanner.peek() == '.' && Scanner.isLetter(scanner.peek(1))) {
        scanner.next();
        String name = scanner.name();
        steps.add(scanner.take("(") ? new Step.Call(name, arguments()) : new Step.Property(name));
      } else if (scanner.peek() == '[' && startsIndex()) {
        scanner.next();
        steps.add(new Step.Index(expression()));
        scanner.spaces();
        scanner.expect("]");
      } else {
        return steps;
      }
    }
  }

  /// A bracket after a reference may be mere text.
  private boolean startsIndex() {
    char c = scanner.peek(1);
    return Scanner.isDigit(c) || c == '$' || c == '\'' || c == '"';
  }

  private List<Expression> arguments() {
    List<Expression> arguments = new ArrayList<>(2);
    scanner.spaces();
    if (scanner.take(")")) {
      return arguments;
    }
    while (true) {
      arguments.add(expression());
      scanner.spaces();
      if (scanner.take(")")) {
        return arguments;
      }
      scanner.expect(",");
    }
  }
}

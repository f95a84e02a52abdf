package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.cloudwatch.MathValue.Many;
import dev.thaw.cloud.cloudwatch.MathValue.Scalar;
import dev.thaw.cloud.cloudwatch.MathValue.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads and evaluates an expression: `+ - * /`, parentheses, numbers, ids of other queries, arrays
/// of them and functions.
final class MetricMath {

  private static final int DEEPEST = 100;

  private final String text;
  private final Function<String, MathValue> queries;
  private final Supplier<List<Series>> metrics;
  private final Periods periods;
  private int at;
  private int depth;

  /// @param queries gives the value of another query by its id
  /// @param metrics gives all queries that are metrics
  /// @param periods what is filled in
  MetricMath(
      String text,
      Function<String, MathValue> queries,
      Supplier<List<Series>> metrics,
      Periods periods) {
    this.text = text;
    this.queries = queries;
    this.metrics = metrics;
    this.periods = periods;
  }

  MathValue evaluate() {
    if (text.strip().regionMatches(true, 0, "SELECT ", 0, 7)) {
      throw CloudWatchErrors.notEmulated("Metrics Insights (SELECT)");
    }
    MathValue value = sum();
    if (peek() != 0) {
      throw unexpected("an operator or the end");
    }
    return value;
  }

  private MathValue sum() {
    if (++depth > DEEPEST) {
      throw unexpected("at most " + DEEPEST + " expressions in each other");
    }
    MathValue value = product();
    while (peek() == '+' || peek() == '-') {
      boolean plus = text.charAt(at++) == '+';
      MathValue right = product();
      value = MathValue.join(value, right, (a, b) -> plus ? a + b : a - b);
    }
    depth--;
    return value;
  }

  private MathValue product() {
    MathValue value = factor();
    while (peek() == '*' || peek() == '/') {
      boolean times = text.charAt(at++) == '*';
      MathValue right = factor();
      value = MathValue.join(value, right, (a, b) -> times ? a * b : a / b);
    }
    return value;
  }

  private MathValue factor() {
    boolean negative = false;
    while (peek() == '-') {
      negative = !negative;
      at++;
    }
    MathValue value = atom();
    return negative ? MathValue.each(value, number -> -number) : value;
  }

  private MathValue atom() {
    char c = peek();
    if (c == '(') {
      at++;
      MathValue inner = sum();
      expect(')');
      return inner;
    }
    if (c == '[') {
      at++;
      return array();
    }
    if ((c >= '0' && c <= '9') || c == '.') {
      return number();
    }
    if (!Character.isLetter(c)) {
      throw unexpected("a number, an id, a function or '('");
    }
    String name = name();
    if (peek() != '(') {
      return queries.apply(name);
    }
    at++;
    return call(name);
  }

  private MathValue number() {
    int from = at;
    while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return new Scalar(Double.parseDouble(text.substring(from, at)));
    } catch (NumberFormatException e) {
      throw unexpected("a number at " + from);
    }
  }

  private String name() {
    int from = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(from, at);
  }

  private MathValue array() {
    List<Series> all = new ArrayList<>();
    do {
      switch (sum()) {
        case Series series -> all.add(series);
        case Many(List<Series> several) -> all.addAll(several);
        case Scalar _ -> throw unexpected("a time series in an array");
      }
    } while (taken(','));
    expect(']');
    return new Many(all);
  }

  private MathValue call(String name) {
    if (name.equals("METRICS")) {
      if (peek() != ')') {
        throw CloudWatchErrors.notEmulated("METRICS with a selection");
      }
      at++;
      return new Many(metrics.get());
    }
    List<MathValue> arguments = new ArrayList<>();
    if (peek() == '"' || peek() == '\'') {
      throw CloudWatchErrors.notEmulated("the metric math function " + name);
    }
    if (!taken(')')) {
      do {
        arguments.add(sum());
      } while (taken(','));
      expect(')');
    }
    return MathFunctions.call(name, arguments, periods);
  }

  /// The next character that is no space, 0 at the end.
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean taken(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (!taken(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private RuntimeException unexpected(String expected) {
    String found = peek() == 0 ? "the end" : "'" + peek() + "'";
    return CloudWatchErrors.validation(
        "Error in expression '%s': %s at %d (expected: %s)".formatted(text, found, at, expected));
  }
}

package dev.thaw.gateway.vtl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something with a value.
sealed interface Expression {

  record Literal(@Nullable Object value) implements Expression {}

  /// A text in double quotes: a small template.
  record Interpolated(List<Node> nodes) implements Expression {}

  record ListOf(List<Expression> elements) implements Expression {}

  record MapOf(List<Pair> pairs) implements Expression {}

  record Pair(Expression key, Expression value) {}

  /// `[1..5]`
  record Range(Expression from, Expression to) implements Expression {}

  record Reference(String name, List<Step> steps) implements Expression {}

  record Not(Expression operand) implements Expression {}

  record Minus(Expression operand) implements Expression {}

  record Binary(Operator operator, Expression left, Expression right) implements Expression {}

  /// One step on the way from a reference to its value.
  sealed interface Step {
    record Property(String name) implements Step {}

    record Call(String method, List<Expression> arguments) implements Step {}

    record Index(Expression index) implements Step {}
  }

  /// The lower the level, the looser the operator binds.
  enum Operator {
    OR(0, "||", "or"),
    AND(1, "&&", "and"),
    EQUAL(2, "==", "eq"),
    UNEQUAL(2, "!=", "ne"),
    AT_MOST(3, "<=", "le"),
    AT_LEAST(3, ">=", "ge"),
    LESS(3, "<", "lt"),
    GREATER(3, ">", "gt"),
    PLUS(4, "+", ""),
    MINUS(4, "-", ""),
    TIMES(5, "*", ""),
    DIVIDED(5, "/", ""),
    MODULO(5, "%", "");

    static final int LEVELS = 6;

    private final int level;
    private final String sign;
    private final String word;

    Operator(int level, String sign, String word) {
      this.level = level;
      this.sign = sign;
      this.word = word;
    }

    int level() {
      return level;
    }

    String sign() {
      return sign;
    }

    String word() {
      return word;
    }
  }
}

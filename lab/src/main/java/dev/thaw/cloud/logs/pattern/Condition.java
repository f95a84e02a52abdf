package dev.thaw.cloud.logs.pattern;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a message's values must be.
sealed interface Condition {

  boolean holds(@Nullable Object subject);

  /// All operands, from the left.
  void operands(Consumer<Operand> to);

  record All(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(@Nullable Object subject) {
      return parts.stream().allMatch(part -> part.holds(subject));
    }

    @Override
    public void operands(Consumer<Operand> to) {
      parts.forEach(part -> part.operands(to));
    }
  }

  record Any(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(@Nullable Object subject) {
      return parts.stream().anyMatch(part -> part.holds(subject));
    }

    @Override
    public void operands(Consumer<Operand> to) {
      parts.forEach(part -> part.operands(to));
    }
  }

  /// One of the operand's values is enough.
  record Comparison(Operand operand, Relation relation, Literal literal) implements Condition {
    @Override
    public boolean holds(@Nullable Object subject) {
      return operand.values(subject).stream().anyMatch(value -> relation.holds(value, literal));
    }

    @Override
    public void operands(Consumer<Operand> to) {
      to.accept(operand);
    }
  }

  /// `IS NULL`, `IS TRUE`, `IS FALSE`.
  record Is(Operand operand, @Nullable Boolean what) implements Condition {
    @Override
    public boolean holds(@Nullable Object subject) {
      return operand.values(subject).stream().anyMatch(value -> Objects.equals(value, what));
    }

    @Override
    public void operands(Consumer<Operand> to) {
      to.accept(operand);
    }
  }

  record Existence(Operand operand, boolean exists) implements Condition {
    @Override
    public boolean holds(@Nullable Object subject) {
      return operand.values(subject).isEmpty() != exists;
    }

    @Override
    public void operands(Consumer<Operand> to) {
      to.accept(operand);
    }
  }

  /// How a value stands to a literal.
  enum Relation {
    NOT_EQUAL("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    EQUAL("="),
    ABOVE(">"),
    BELOW("<");

    final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    boolean ordering() {
      return this != EQUAL && this != NOT_EQUAL;
    }

    boolean holds(@Nullable Object value, Literal literal) {
      return switch (this) {
        case EQUAL -> literal.equalTo(value);
        case NOT_EQUAL -> !literal.equalTo(value);
        case ABOVE, AT_LEAST, BELOW, AT_MOST -> {
          Double number = Literal.number(value);
          yield number != null
              && literal instanceof Literal.Numeric(double bound, String _)
              && ordered(number, bound);
        }
      };
    }

    private boolean ordered(double number, double bound) {
      return switch (this) {
        case ABOVE -> number > bound;
        case AT_LEAST -> number >= bound;
        case BELOW -> number < bound;
        case AT_MOST -> number <= bound;
        case EQUAL, NOT_EQUAL ->
            throw new IllegalStateException(name().toLowerCase(Locale.ROOT) + " orders nothing");
      };
    }
  }
}

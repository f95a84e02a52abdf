package dev.thaw.cloud.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A number within bounds: `["=", 3]`, `["<", 10]` or `[">", 0, "<=", 5]`.
record NumericMatcher(double low, boolean withLow, double high, boolean withHigh)
    implements ValueMatcher {

  /// AWS compares numbers up to here.
  private static final double LIMIT = 5_000_000_000.0;

  static NumericMatcher parse(@Nullable Object value) {
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      throw new IllegalArgumentException("Value of numeric must be an array.");
    }
    if (list.size() != 2 && list.size() != 4) {
      throw new IllegalArgumentException(
          list.size() < 4
              ? "Invalid member in numeric match: ]"
              : "Too many elements in numeric expression");
    }
    Object operator = list.getFirst();
    double bound = bound(list.get(1));
    if (list.size() == 4) {
      if (!">".equals(operator) && !">=".equals(operator)) {
        throw new IllegalArgumentException("Too many elements in numeric expression");
      }
      Object upper = list.get(2);
      double high = bound(list.get(3));
      if (!"<".equals(upper) && !"<=".equals(upper)) {
        throw new IllegalArgumentException("Bad numeric range operator: " + upper);
      }
      if (high <= bound) {
        throw new IllegalArgumentException("Bottom must be less than top");
      }
      return new NumericMatcher(bound, ">=".equals(operator), high, "<=".equals(upper));
    }
    return switch (String.valueOf(operator)) {
      case "=" -> new NumericMatcher(bound, true, bound, true);
      case ">" -> new NumericMatcher(bound, false, Double.POSITIVE_INFINITY, true);
      case ">=" -> new NumericMatcher(bound, true, Double.POSITIVE_INFINITY, true);
      case "<" -> new NumericMatcher(Double.NEGATIVE_INFINITY, true, bound, false);
      case "<=" -> new NumericMatcher(Double.NEGATIVE_INFINITY, true, bound, true);
      default ->
          throw new IllegalArgumentException("Unrecognized numeric range operator: " + operator);
    };
  }

  private static double bound(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      throw new IllegalArgumentException("Value of numeric must be numeric");
    }
    double bound = number.doubleValue();
    if (Math.abs(bound) > LIMIT) {
      throw new IllegalArgumentException("Value must be between -5.0E9 and 5.0E9, inclusive");
    }
    return bound;
  }

  @Override
  public boolean matches(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return false;
    }
    double given = number.doubleValue();
    return (withLow ? given >= low : given > low) && (withHigh ? given <= high : given < high);
  }
}

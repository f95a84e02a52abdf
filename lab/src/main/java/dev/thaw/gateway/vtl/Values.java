package dev.thaw.gateway.vtl;

import dev.thaw.gateway.vtl.Expression.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What can be done with values without a method.
final class Values {

  private static final int MAX_RANGE = 1000;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_TEXT = 10 << 20;

  private Values() {}

  /// As Velocity 1 has it, which AWS runs: an empty text is true.
  static boolean truth(@Nullable Object value) {
    return value != null && !Boolean.FALSE.equals(value);
  }

  /// As Java writes it, but with an end: a template can put a map into itself.
  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    StringBuilder text = new StringBuilder();
    write(value, text, 0);
    return text.toString();
  }

  private static void write(@Nullable Object value, StringBuilder to, int depth) {
    if (depth > MAX_DEPTH || to.length() > MAX_TEXT) {
      throw new VtlException("value: too big or too deep to be shown");
    }
    switch (value) {
      case Map<?, ?> map -> {
        to.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.append(separator);
          write(entry, to, depth + 1);
          separator = ", ";
        }
        to.append('}');
      }
      case Map.Entry<?, ?> entry -> {
        write(entry.getKey(), to, depth + 1);
        to.append('=');
        write(entry.getValue(), to, depth + 1);
      }
      case Collection<?> collection -> {
        to.append('[');
        String separator = "";
        for (Object each : collection) {
          to.append(separator);
          write(each, to, depth + 1);
          separator = ", ";
        }
        to.append(']');
      }
      case null -> to.append("null");
      default -> to.append(value);
    }
  }

  /// @throws VtlException if a text would be too long
  static void checkLength(long length) {
    if (length > MAX_TEXT) {
      throw new VtlException("text: over " + MAX_TEXT + " characters (expected: fewer)");
    }
  }

  static List<@Nullable Object> elements(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case Collection<?> collection -> new ArrayList<>(collection);
      case Map<?, ?> map -> new ArrayList<>(map.values());
      default -> List.of();
    };
  }

  static List<@Nullable Object> range(@Nullable Object from, @Nullable Object to) {
    if (!(from instanceof Number start) || !(to instanceof Number end)) {
      throw new VtlException("range from " + from + " to " + to + " (expected: numbers)");
    }
    long first = start.longValue();
    long last = end.longValue();
    List<@Nullable Object> range = new ArrayList<>();
    for (long i = first; range.size() < MAX_RANGE; i += first <= last ? 1 : -1) {
      range.add(i);
      if (i == last) {
        break;
      }
    }
    return range;
  }

  static @Nullable Object property(Object owner, String name) {
    return switch (owner) {
      case VtlObject object -> object.property(name);
      case Map<?, ?> map -> map.get(name);
      case Map.Entry<?, ?> entry when name.equals("key") -> entry.getKey();
      case Map.Entry<?, ?> entry when name.equals("value") -> entry.getValue();
      case Collection<?> collection when name.equals("empty") -> collection.isEmpty();
      default -> null;
    };
  }

  static @Nullable Object index(Object owner, @Nullable Object index) {
    return switch (owner) {
      case List<?> list when index instanceof Number number -> {
        long at = number.longValue() < 0 ? list.size() + number.longValue() : number.longValue();
        yield at >= 0 && at < list.size() ? list.get((int) at) : null;
      }
      case Map<?, ?> map -> map.get(index);
      case VtlObject object -> object.property(String.valueOf(index));
      default -> null;
    };
  }

  @SuppressWarnings("unchecked")
  static void put(@Nullable Object owner, @Nullable Object key, @Nullable Object value) {
    if (key != null && owner instanceof Map<?, ?> map) {
      ((Map<Object, @Nullable Object>) map).put(key, value);
    } else if (owner instanceof List<?> list
        && key instanceof Number number
        && number.longValue() >= 0
        && number.longValue() < list.size()) {
      ((List<@Nullable Object>) list).set(number.intValue(), value);
    } else {
      throw new VtlException("#set: nothing to put " + key + " into (expected: a map or list)");
    }
  }

  static boolean equal(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number one && right instanceof Number other) {
      return one.doubleValue() == other.doubleValue();
    }
    if (left != null && right != null && left.getClass() != right.getClass()) {
      return text(left).equals(text(right));
    }
    return Objects.equals(left, right);
  }

  static boolean compare(Operator operator, @Nullable Object left, @Nullable Object right) {
    if (!(left instanceof Number one) || !(right instanceof Number other)) {
      return false;
    }
    int order = Double.compare(one.doubleValue(), other.doubleValue());
    return switch (operator) {
      case AT_MOST -> order <= 0;
      case AT_LEAST -> order >= 0;
      case LESS -> order < 0;
      default -> order > 0;
    };
  }

  /// Texts are joined by a plus; what cannot be computed is null, as in Velocity.
  static @Nullable Object compute(
      Operator operator, @Nullable Object left, @Nullable Object right) {
    if (operator == Operator.PLUS && (left instanceof String || right instanceof String)) {
      String one = left == null ? "null" : text(left);
      String other = right == null ? "null" : text(right);
      checkLength((long) one.length() + other.length());
      return one + other;
    }
    if (!(left instanceof Number one) || !(right instanceof Number other)) {
      return null;
    }
    boolean whole = !(one instanceof Double) && !(other instanceof Double);
    return whole
        ? whole(operator, one.longValue(), other.longValue())
        : fraction(operator, one.doubleValue(), other.doubleValue());
  }

  private static @Nullable Object whole(Operator operator, long one, long other) {
    return switch (operator) {
      case PLUS -> one + other;
      case MINUS -> one - other;
      case TIMES -> one * other;
      case DIVIDED -> other == 0 ? null : (Object) (one / other);
      default -> other == 0 ? null : (Object) (one % other);
    };
  }

  private static Object fraction(Operator operator, double one, double other) {
    return switch (operator) {
      case PLUS -> one + other;
      case MINUS -> one - other;
      case TIMES -> one * other;
      case DIVIDED -> one / other;
      default -> one % other;
    };
  }
}

package dev.thaw.cloud.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One alternative in an event pattern's list: a value itself or an object such as `{"prefix":
/// "a"}`.
sealed interface ValueMatcher
    permits ValueMatcher.Text,
        NumericMatcher,
        CidrMatcher,
        ValueMatcher.Exact,
        ValueMatcher.Exists,
        ValueMatcher.AnythingBut {

  Set<String> KEYWORDS =
      Set.of(
          "exists",
          "equals-ignore-case",
          "prefix",
          "suffix",
          "anything-but",
          "numeric",
          "cidr",
          "wildcard");

  /// @param value of a field: a text, a number, a boolean or null
  boolean matches(@Nullable Object value);

  /// Whether it matches a field that is not there.
  default boolean matchesAbsence() {
    return false;
  }

  static ValueMatcher parse(@Nullable Object pattern) {
    return switch (pattern) {
      case Map<?, ?> map -> {
        Map.Entry<?, ?> only = only(map);
        yield of((String) only.getKey(), only.getValue());
      }
      case List<?> _ ->
          throw new IllegalArgumentException(
              "Match value must be String, number, true, false, or null");
      case null, default -> new Exact(pattern);
    };
  }

  private static Map.Entry<?, ?> only(Map<?, ?> map) {
    if (map.size() != 1) {
      throw new IllegalArgumentException("Only one key allowed in match expression");
    }
    return map.entrySet().iterator().next();
  }

  private static ValueMatcher of(String type, @Nullable Object value) {
    return switch (type) {
      case "exists" -> {
        if (!(value instanceof Boolean wanted)) {
          throw new IllegalArgumentException("exists match pattern must be either true or false.");
        }
        yield new Exists(wanted);
      }
      case "anything-but" -> new AnythingBut(refused(value));
      case "numeric" -> NumericMatcher.parse(value);
      case "cidr" -> CidrMatcher.parse(text(type, value));
      case "prefix", "suffix", "equals-ignore-case", "wildcard" -> textual(type, value);
      default -> throw new IllegalArgumentException("Unrecognized match type " + type);
    };
  }

  private static ValueMatcher textual(String type, @Nullable Object value) {
    boolean nests = type.equals("prefix") || type.equals("suffix");
    if (!nests || !(value instanceof Map<?, ?> nested)) {
      return new Text(Text.Kind.of(type), text(type, value), false);
    }
    Map.Entry<?, ?> only = only(nested);
    if (!only.getKey().equals("equals-ignore-case")) {
      throw new IllegalArgumentException("Unsupported " + type + " pattern: " + only.getKey());
    }
    return new Text(Text.Kind.of(type), text(type, only.getValue()), true);
  }

  private static String text(String type, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(type + " match pattern must be a string");
  }

  /// What an anything-but refuses: a value, several, or texts by their shape.
  private static List<ValueMatcher> refused(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map.Entry<?, ?> only = only(map);
      String type = (String) only.getKey();
      if (!Set.of("prefix", "suffix", "equals-ignore-case", "wildcard").contains(type)) {
        throw new IllegalArgumentException("Unsupported anything-but pattern: " + type);
      }
      return each(only.getValue(), text -> textual(type, text));
    }
    return each(
        value,
        each -> {
          if (!(each instanceof String || each instanceof Long || each instanceof Double)) {
            throw new IllegalArgumentException(
                "Value of anything-but must be an array or single string/number value.");
          }
          return new Exact(each);
        });
  }

  private static List<ValueMatcher> each(
      @Nullable Object value, Function<@Nullable Object, ValueMatcher> read) {
    if (!(value instanceof List<?> list)) {
      return List.of(read.apply(value));
    }
    if (list.isEmpty()) {
      throw new IllegalArgumentException("Empty arrays are not allowed");
    }
    List<ValueMatcher> matchers = new ArrayList<>();
    list.forEach(item -> matchers.add(read.apply(item)));
    return matchers;
  }

  /// The very value: `300` is not `300.0`, as on AWS.
  record Exact(@Nullable Object wanted) implements ValueMatcher {
    @Override
    public boolean matches(@Nullable Object value) {
      return Objects.equals(wanted, value);
    }
  }

  record Exists(boolean wanted) implements ValueMatcher {
    @Override
    public boolean matches(@Nullable Object value) {
      return wanted;
    }

    @Override
    public boolean matchesAbsence() {
      return !wanted;
    }
  }

  record AnythingBut(List<ValueMatcher> refused) implements ValueMatcher {
    @Override
    public boolean matches(@Nullable Object value) {
      return refused.stream().noneMatch(matcher -> matcher.matches(value));
    }
  }

  /// A text by its shape.
  record Text(Kind kind, String wanted, boolean ignoringCase) implements ValueMatcher {

    public Text {
      if (kind == Kind.WILDCARD) {
        Wildcard.check(wanted);
      }
    }

    enum Kind {
      PREFIX,
      SUFFIX,
      EQUALS_IGNORE_CASE,
      WILDCARD;

      static Kind of(String type) {
        return valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_'));
      }
    }

    @Override
    public boolean matches(@Nullable Object value) {
      if (!(value instanceof String text)) {
        return false;
      }
      int surplus = text.length() - wanted.length();
      return switch (kind) {
        case PREFIX -> text.regionMatches(ignoringCase, 0, wanted, 0, wanted.length());
        case SUFFIX -> text.regionMatches(ignoringCase, surplus, wanted, 0, wanted.length());
        case EQUALS_IGNORE_CASE -> text.equalsIgnoreCase(wanted);
        case WILDCARD -> Wildcard.matches(wanted, text);
      };
    }
  }
}

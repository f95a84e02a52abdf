package dev.thaw.gateway.vtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The methods of Java's texts, lists and maps that templates use. Nothing is reached by
/// reflection.
final class Methods {

  private Methods() {}

  static @Nullable Object call(Object owner, String method, List<@Nullable Object> arguments) {
    if (method.equals("toString") && arguments.isEmpty()) {
      return Values.text(owner);
    }
    if (method.equals("equals") && arguments.size() == 1) {
      return Values.equal(owner, arguments.getFirst());
    }
    try {
      return switch (owner) {
        case String text -> text(text, method, arguments);
        case List<?> list -> list(list, method, arguments);
        case Map<?, ?> map -> map(map, method, arguments);
        case Map.Entry<?, ?> entry when method.equals("getKey") -> entry.getKey();
        case Map.Entry<?, ?> entry when method.equals("getValue") -> entry.getValue();
        case Number number -> number(number, method, arguments.size());
        default -> throw VtlObject.unknown(name(owner), method, arguments.size());
      };
    } catch (IndexOutOfBoundsException
        | ClassCastException
        | NullPointerException
        | UnsupportedOperationException
        | PatternSyntaxException e) {
      throw new VtlException(name(owner) + "." + method + arguments + ": " + e.getMessage());
    }
  }

  private static String name(Object owner) {
    return switch (owner) {
      case String _ -> "text";
      case List<?> _ -> "list";
      case Map<?, ?> _ -> "map";
      case Number _ -> "number";
      default -> "value";
    };
  }

  private static Object text(String text, String method, List<@Nullable Object> given) {
    return switch (method + given.size()) {
      case "length0" -> (long) text.length();
      case "isEmpty0" -> text.isEmpty();
      case "trim0" -> text.trim();
      case "toUpperCase0" -> text.toUpperCase(Locale.ROOT);
      case "toLowerCase0" -> text.toLowerCase(Locale.ROOT);
      case "contains1" -> text.contains(string(given, 0));
      case "startsWith1" -> text.startsWith(string(given, 0));
      case "endsWith1" -> text.endsWith(string(given, 0));
      case "indexOf1" -> (long) text.indexOf(string(given, 0));
      case "lastIndexOf1" -> (long) text.lastIndexOf(string(given, 0));
      case "equalsIgnoreCase1" -> text.equalsIgnoreCase(string(given, 0));
      case "concat1" -> {
        Values.checkLength((long) text.length() + string(given, 0).length());
        yield text + string(given, 0);
      }
      case "matches1" -> text.matches(string(given, 0));
      case "charAt1" -> String.valueOf(text.charAt(number(given, 0)));
      case "substring1" -> text.substring(number(given, 0));
      case "substring2" -> text.substring(number(given, 0), number(given, 1));
      case "replace2" -> bounded(text, given).replace(string(given, 0), string(given, 1));
      case "replaceAll2" -> bounded(text, given).replaceAll(string(given, 0), string(given, 1));
      case "replaceFirst2" -> bounded(text, given).replaceFirst(string(given, 0), string(given, 1));
      case "split1" -> new ArrayList<>(Arrays.asList(text.split(string(given, 0), 0)));
      case "split2" ->
          new ArrayList<>(Arrays.asList(text.split(string(given, 0), number(given, 1))));
      default -> throw VtlObject.unknown("text", method, given.size());
    };
  }

  /// The text, if what replaces its parts cannot make it ten times too long.
  private static String bounded(String text, List<@Nullable Object> given) {
    Values.checkLength((text.length() + 1L) * string(given, 1).length() / 10);
    return text;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object list(List<?> list, String method, List<@Nullable Object> given) {
    List<@Nullable Object> open = (List<@Nullable Object>) list;
    return switch (method + given.size()) {
      case "size0" -> (long) list.size();
      case "isEmpty0" -> list.isEmpty();
      case "get1" -> list.get(number(given, 0));
      case "contains1" -> list.stream().anyMatch(each -> Values.equal(each, given.getFirst()));
      case "indexOf1" -> (long) list.indexOf(given.getFirst());
      case "add1" -> open.add(given.getFirst());
      case "set2" -> open.set(number(given, 0), given.get(1));
      case "remove1" -> open.remove(number(given, 0));
      case "addAll1" -> {
        Values.checkLength((long) open.size() + Values.elements(given.getFirst()).size());
        yield open.addAll(Values.elements(given.getFirst()));
      }
      default -> throw VtlObject.unknown("list", method, given.size());
    };
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object map(Map<?, ?> map, String method, List<@Nullable Object> given) {
    Map<Object, @Nullable Object> open = (Map<Object, @Nullable Object>) map;
    return switch (method + given.size()) {
      case "size0" -> (long) map.size();
      case "isEmpty0" -> map.isEmpty();
      case "get1" -> map.get(given.getFirst());
      case "containsKey1" -> map.containsKey(given.getFirst());
      case "containsValue1" -> map.containsValue(given.getFirst());
      case "keySet0" -> new ArrayList<>(map.keySet());
      case "values0" -> new ArrayList<>(map.values());
      case "entrySet0" -> new ArrayList<>(map.entrySet());
      case "put2" -> open.put(string(given, 0), given.get(1));
      case "remove1" -> open.remove(given.getFirst());
      case "putAll1" -> {
        if (given.getFirst() instanceof Map<?, ?> more) {
          open.putAll(more);
        }
        yield "";
      }
      default -> throw VtlObject.unknown("map", method, given.size());
    };
  }

  private static Object number(Number number, String method, int arguments) {
    return switch (method + arguments) {
      case "intValue0", "longValue0" -> number.longValue();
      case "doubleValue0" -> number.doubleValue();
      default -> throw VtlObject.unknown("number", method, arguments);
    };
  }

  private static String string(List<@Nullable Object> given, int at) {
    Object value = given.get(at);
    if (value == null) {
      throw new VtlException("argument " + (at + 1) + ": null (expected: a text)");
    }
    return Values.text(value);
  }

  private static int number(List<@Nullable Object> given, int at) {
    if (given.get(at) instanceof Number number) {
      return number.intValue();
    }
    throw new VtlException("argument " + (at + 1) + ": " + given.get(at) + " (expected: a number)");
  }
}

package dev.thaw.cloud.cloudformation.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Values of templates: maps, lists, strings, numbers and booleans.
public final class Values {

  private Values() {}

  static Map<String, Object> object(Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      throw TemplateException.format(path + " must be an object");
    }
    return keyed(map);
  }

  static Map<String, Object> keyed(Map<?, ?> map) {
    Map<String, Object> keyed = new LinkedHashMap<>();
    map.forEach((key, value) -> keyed.put((String) key, value));
    return keyed;
  }

  /// Whether two values are the same to CloudFormation, for which numbers and booleans are texts.
  public static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return canonical(one).equals(canonical(other));
  }

  private static Object canonical(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, part) -> sorted.put((String) key, canonical(part)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(Values::canonical).toList();
      default -> value.toString();
    };
  }
}

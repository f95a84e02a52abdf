package dev.thaw.gateway.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of JSONPath that mappings use: `$.a.b`, `$['a']`, `[0]`, `[*]`, `.*` and `..name`.
final class JsonPath {

  private final String path;
  private int at;

  private JsonPath(String path) {
    this.path = path;
  }

  /// Null where it leads nowhere. With a `*` or `..` in it the result is a list.
  ///
  /// @throws IllegalArgumentException if it cannot be understood
  static @Nullable Object find(@Nullable Object root, String path) {
    return new JsonPath(path).follow(root);
  }

  private @Nullable Object follow(@Nullable Object root) {
    if (path.startsWith("$")) {
      at = 1;
    }
    List<@Nullable Object> found = new ArrayList<>();
    found.add(root);
    boolean many = false;
    while (at < path.length()) {
      if (path.startsWith("..", at)) {
        at += 2;
        String name = name();
        many = true;
        List<@Nullable Object> deep = new ArrayList<>();
        found.forEach(each -> descend(each, name, deep, 0));
        found = deep;
      } else {
        String step = step();
        many |= step.equals("*");
        found = children(found, step);
      }
    }
    return many ? found : found.isEmpty() ? null : found.getFirst();
  }

  private String step() {
    char c = path.charAt(at);
    if (c == '[') {
      return bracket();
    }
    if (c == '.') {
      at++;
    }
    return name();
  }

  private String name() {
    int from = at;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      at++;
    }
    if (from == at) {
      throw flaw();
    }
    return path.substring(from, at);
  }

  private String bracket() {
    char quote = at + 1 < path.length() ? path.charAt(at + 1) : 0;
    boolean quoted = quote == '\'' || quote == '"';
    String end = quoted ? quote + "]" : "]";
    int from = at + (quoted ? 2 : 1);
    int to = path.indexOf(end, from);
    if (to < 0 || to == from) {
      throw flaw();
    }
    at = to + end.length();
    return path.substring(from, to);
  }

  private IllegalArgumentException flaw() {
    return new IllegalArgumentException("JSONPath: " + path + " (expected: such as $.a[0].b)");
  }

  private static List<@Nullable Object> children(List<@Nullable Object> of, String step) {
    List<@Nullable Object> children = new ArrayList<>();
    for (Object each : of) {
      switch (each) {
        case Map<?, ?> map when step.equals("*") -> children.addAll(map.values());
        case Map<?, ?> map when map.containsKey(step) -> children.add(map.get(step));
        case List<?> list when step.equals("*") -> children.addAll(list);
        case List<?> list -> {
          int index = index(step, list.size());
          if (index >= 0) {
            children.add(list.get(index));
          }
        }
        case null, default -> {
          // Leads nowhere
        }
      }
    }
    return children;
  }

  /// -1 where there is none.
  private static int index(String step, int size) {
    try {
      int index = Integer.parseInt(step);
      int positive = index < 0 ? size + index : index;
      return positive >= 0 && positive < size ? positive : -1;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static void descend(
      @Nullable Object from, String name, List<@Nullable Object> to, int depth) {
    if (depth > 200) {
      return;
    }
    if (from instanceof Map<?, ?> map) {
      if (map.containsKey(name)) {
        to.add(map.get(name));
      }
      map.values().forEach(each -> descend(each, name, to, depth + 1));
    } else if (from instanceof List<?> list) {
      list.forEach(each -> descend(each, name, to, depth + 1));
    }
  }
}

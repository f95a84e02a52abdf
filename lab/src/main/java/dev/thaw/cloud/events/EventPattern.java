package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a rule wants of events: all named fields, each by any of its matchers.
///
/// A field within a list is looked for in every element, and fields named together must be found in
/// the same one.
record EventPattern(Node root) {

  private static final String OR = "$or";

  /// @throws IllegalArgumentException what is wrong with it, as AWS words it
  static EventPattern parse(String json) {
    Object read;
    try {
      read = Json.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
    if (!(read instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("Filter is not an object");
    }
    return new EventPattern(fields(map));
  }

  boolean matches(Map<String, Object> event) {
    return root.matches(List.of(event));
  }

  /// Reads an object.
  private static Node fields(Map<?, ?> map) {
    if (map.isEmpty()) {
      throw new IllegalArgumentException("Empty objects are not allowed");
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    List<Node> all = new ArrayList<>();
    map.forEach((key, value) -> {
      String name = (String) key;
      if (name.equals(OR) && alternatives(value)) {
        all.add(
            new AnyOf(((List<?>) value).stream().map(each -> fields((Map<?, ?>) each)).toList()));
      } else {
        fields.put(name, node(name, value));
      }
    });
    if (!fields.isEmpty()) {
      all.add(new Fields(fields));
    }
    return all.size() == 1 ? all.getFirst() : new AllOf(all);
  }

  /// Only two objects or more, none of them a matcher, are alternatives; else `$or` is the name of
  /// a field as any other.
  private static boolean alternatives(@Nullable Object value) {
    return value instanceof List<?> list
        && list.size() >= 2
        && list.stream()
            .allMatch(each ->
                each instanceof Map<?, ?> map
                    && !map.isEmpty()
                    && map.keySet().stream().noneMatch(ValueMatcher.KEYWORDS::contains));
  }

  private static Node node(String name, @Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> fields(map);
      case List<?> list when list.isEmpty() ->
          throw new IllegalArgumentException("Empty arrays are not allowed");
      case List<?> list -> {
        List<ValueMatcher> matchers = new ArrayList<>();
        for (Object each : list) {
          matchers.add(ValueMatcher.parse(each));
        }
        yield new Values(matchers);
      }
      case null, default ->
          throw new IllegalArgumentException("\"" + name + "\" must be an object or an array");
    };
  }

  sealed interface Node {

    /// @param values what the field holds, with lists taken apart; empty if it is absent
    boolean matches(List<?> values);
  }

  record AllOf(List<Node> parts) implements Node {
    @Override
    public boolean matches(List<?> values) {
      // One element must satisfy all
      return values.isEmpty()
          ? parts.stream().allMatch(part -> part.matches(values))
          : values.stream()
              .anyMatch(each ->
                  parts.stream().allMatch(part -> part.matches(Collections.singletonList(each))));
    }
  }

  record AnyOf(List<Node> parts) implements Node {
    @Override
    public boolean matches(List<?> values) {
      return parts.stream().anyMatch(part -> part.matches(values));
    }
  }

  record Fields(Map<String, Node> fields) implements Node {
    @Override
    public boolean matches(List<?> values) {
      List<Map<?, ?>> objects = new ArrayList<>();
      for (Object value : values) {
        if (value instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
      if (objects.isEmpty()) {
        return fields.values().stream().allMatch(node -> node.matches(List.of()));
      }
      return objects.stream().anyMatch(object -> within(object, objects));
    }

    private boolean within(Map<?, ?> object, List<Map<?, ?>> siblings) {
      return fields.entrySet().stream()
          .allMatch(field -> {
            String name = field.getKey();
            if (object.containsKey(name)) {
              return field.getValue().matches(flat(object.get(name)));
            }
            // Absent is what no element of a list has
            return siblings.stream().noneMatch(sibling -> sibling.containsKey(name))
                && field.getValue().matches(List.of());
          });
    }

    private static List<?> flat(@Nullable Object value) {
      if (!(value instanceof List<?> list)) {
        List<@Nullable Object> single = new ArrayList<>();
        single.add(value);
        return single;
      }
      List<@Nullable Object> flat = new ArrayList<>();
      list.forEach(each -> flat.addAll(flat(each)));
      return flat;
    }
  }

  record Values(List<ValueMatcher> matchers) implements Node {
    @Override
    public boolean matches(List<?> values) {
      List<@Nullable Object> leaves = new ArrayList<>();
      for (Object value : values) {
        if (!(value instanceof Map<?, ?>)) {
          leaves.add(value);
        }
      }
      if (leaves.isEmpty()) {
        return matchers.stream().anyMatch(ValueMatcher::matchesAbsence);
      }
      return leaves.stream()
          .anyMatch(leaf -> matchers.stream().anyMatch(matcher -> matcher.matches(leaf)));
    }
  }
}

package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a rule wants of events: all named fields, each by any of its matchers.
///
/// A field within a list is looked for in every element, and fields named together must be found in
/// the same one.
record EventPattern(Condition root) {

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
    return root.holds(event, List.of(event));
  }

  /// Reads an object.
  private static Condition fields(Map<?, ?> map) {
    if (map.isEmpty()) {
      throw new IllegalArgumentException("Empty objects are not allowed");
    }
    List<Condition> all = new ArrayList<>();
    map.forEach((key, value) -> {
      String name = (String) key;
      all.add(
          name.equals(OR) && alternatives(value)
              ? new AnyOf(((List<?>) value).stream().map(each -> fields((Map<?, ?>) each)).toList())
              : new Field(name, node(name, value)));
    });
    return new AllOf(all);
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
      case Map<?, ?> map -> new Nested(fields(map));
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

  /// An object, or one of several in a list, of which a condition holds.
  record Nested(Condition condition) implements Node {
    @Override
    public boolean matches(List<?> values) {
      List<Map<?, ?>> objects = new ArrayList<>();
      for (Object value : values) {
        if (value instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
      return objects.isEmpty()
          ? condition.holds(Map.of(), objects)
          : objects.stream().anyMatch(object -> condition.holds(object, objects));
    }
  }

  sealed interface Condition {

    /// @param siblings all objects of the list that the object is in, itself among them
    boolean holds(Map<?, ?> object, List<Map<?, ?>> siblings);
  }

  record AllOf(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(Map<?, ?> object, List<Map<?, ?>> siblings) {
      return parts.stream().allMatch(part -> part.holds(object, siblings));
    }
  }

  record AnyOf(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(Map<?, ?> object, List<Map<?, ?>> siblings) {
      return parts.stream().anyMatch(part -> part.holds(object, siblings));
    }
  }

  record Field(String name, Node node) implements Condition {
    @Override
    public boolean holds(Map<?, ?> object, List<Map<?, ?>> siblings) {
      if (object.containsKey(name)) {
        return node.matches(flat(object.get(name)));
      }
      // Absent is what no element of a list has
      return siblings.stream().noneMatch(sibling -> sibling.containsKey(name))
          && node.matches(List.of());
    }

    private static List<?> flat(@Nullable Object value) {
      List<@Nullable Object> flat = new ArrayList<>();
      if (value instanceof List<?> list) {
        list.forEach(each -> flat.addAll(flat(each)));
      } else {
        flat.add(value);
      }
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

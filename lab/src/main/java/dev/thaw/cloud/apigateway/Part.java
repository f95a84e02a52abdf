package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An object within a definition that a user wrote: anything may be missing or of another type than
/// the specification wants, and is refused by the place where it stands.
///
/// @param where for example `paths./users.get`
record Part(Map<String, Object> members, String where) {

  Set<String> names() {
    return members.keySet();
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /// An absent one is empty.
  Part child(String name) {
    Object value = members.get(name);
    return value == null ? new Part(Map.of(), at(name)) : of(value, at(name));
  }

  /// Absent means empty.
  List<Part> children(String name) {
    List<Part> children = new ArrayList<>();
    for (Object each : list(name)) {
      children.add(of(each, at(name)));
    }
    return children;
  }

  private List<?> list(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(at(name), value, "a list");
  }

  /// Absent means empty.
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(name)) {
      texts.add(scalar(each, at(name)));
    }
    return texts;
  }

  /// Numbers and flags are read as they are written.
  Optional<String> text(String name) {
    Object value = members.get(name);
    return value == null ? Optional.empty() : Optional.of(scalar(value, at(name)));
  }

  Map<String, Object> textMap(String name) {
    Map<String, Object> texts = new LinkedHashMap<>();
    Part map = child(name);
    map.names().forEach(key -> map.text(key).ifPresent(text -> texts.put(key, text)));
    return texts;
  }

  Optional<Long> whole(String name) {
    return text(name)
        .map(text -> {
          try {
            return Long.parseLong(text);
          } catch (NumberFormatException e) {
            throw wrong(at(name), text, "an integer");
          }
        });
  }

  boolean flag(String name) {
    return text(name).map(text -> text.equalsIgnoreCase("true")).orElse(false);
  }

  private String at(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  @SuppressWarnings("unchecked")
  private static Part of(@Nullable Object value, String where) {
    if (value instanceof Map<?, ?> map) {
      return new Part((Map<String, Object>) map, where);
    }
    throw wrong(where, value, "an object");
  }

  private static String scalar(@Nullable Object value, String where) {
    return switch (value) {
      case String text -> text;
      case Number number -> String.valueOf(number);
      case Boolean flag -> String.valueOf(flag);
      case null, default -> throw wrong(where, value, "a text");
    };
  }

  private static ApiException wrong(String where, @Nullable Object value, String expected) {
    return GatewayErrors.badRequest(
        "Invalid OpenAPI input: %s is %s (expected: %s)"
            .formatted(
                where,
                switch (value) {
                  case null -> "null";
                  case Map<?, ?> map -> "an object";
                  case List<?> list -> "a list";
                  default -> "'" + value + "'";
                },
                expected));
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Trees of maps and lists with AWS's member names: the form in which this service keeps what users
/// define, because patches and imports address it by those names.
final class Tree {

  private static final Set<String> DATES = Set.of("createdDate", "lastUpdatedDate");

  private Tree() {}

  /// A copy that may be changed without changing the original.
  static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((name, value) -> {
      if (value != null) {
        copy.put((String) name, copied(value));
      }
    });
    return copy;
  }

  private static Object copied(Object value) {
    return switch (value) {
      case Map<?, ?> map -> copy(map);
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(each -> copy.add(copied(each)));
        yield copy;
      }
      default -> value;
    };
  }

  /// The map under a name, made if there is none; changes to it are changes to the tree.
  @SuppressWarnings("unchecked")
  static Map<String, Object> child(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.computeIfAbsent(name, absent -> new LinkedHashMap<>());
  }

  /// The map under a name, or null.
  @SuppressWarnings("unchecked")
  static @Nullable Map<String, Object> find(Map<String, Object> map, String name) {
    return map.get(name) instanceof Map<?, ?> found ? (Map<String, Object>) found : null;
  }

  /// The list under a name, made if there is none; changes to it are changes to the tree.
  @SuppressWarnings("unchecked")
  static List<Object> list(Map<String, Object> map, String name) {
    return (List<Object>) map.computeIfAbsent(name, absent -> new ArrayList<>());
  }

  /// A text that is always there.
  static String text(Map<String, Object> map, String name) {
    return new Document(map).text(name);
  }

  /// Takes over what a request says, by the same names; what it does not say stays.
  static void take(Map<String, Object> into, Document input, String... names) {
    for (String name : names) {
      Object value = input.members().get(name);
      if (value != null) {
        into.put(name, copied(value));
      }
    }
  }

  /// As answers have it: seconds become points in time.
  static Map<String, Object> shown(Map<String, Object> map) {
    Map<String, Object> shown = new LinkedHashMap<>(map);
    for (String date : DATES) {
      if (shown.get(date) instanceof Long seconds) {
        shown.put(date, Instant.ofEpochSecond(seconds));
      }
    }
    return shown;
  }
}

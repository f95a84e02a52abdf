package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of the model as JSON and back. JSON has no moments: they are kept as an object with one
/// member that no model has.
final class Values {

  private static final String MOMENT = "@";

  private Values() {}

  static byte[] write(Map<String, Object> values) {
    return Json.write(plain(values));
  }

  static Map<String, Object> read(byte[] json) {
    return map(typed(Json.readObject(json)));
  }

  /// A dictionary within values that were read.
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /// Absent means empty.
  static Map<String, Object> map(Map<?, ?> values, String name) {
    Object value = values.get(name);
    return value == null ? Map.of() : map(value);
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((name, part) -> plain.put((String) name, plain(part)));
        yield plain;
      }
      case List<?> list -> {
        List<Object> plain = new ArrayList<>(list.size());
        list.forEach(part -> plain.add(plain(part)));
        yield plain;
      }
      case Instant moment -> Map.of(MOMENT, moment.toString());
      default -> value;
    };
  }

  private static Object typed(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.size() == 1 && map.get(MOMENT) instanceof String moment ->
          Instant.parse(moment);
      case Map<?, ?> map -> {
        Map<String, Object> typed = new LinkedHashMap<>();
        map.forEach((name, part) -> typed.put((String) name, typed(part)));
        yield typed;
      }
      case List<?> list -> {
        List<Object> typed = new ArrayList<>(list.size());
        list.forEach(part -> typed.add(typed(part)));
        yield typed;
      }
      default -> value;
    };
  }
}

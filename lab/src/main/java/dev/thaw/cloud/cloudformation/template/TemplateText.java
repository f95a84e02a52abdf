package dev.thaw.cloud.cloudformation.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/// A template's text, JSON or YAML, as values: maps, lists, strings, numbers and booleans.
final class TemplateText {

  private TemplateText() {}

  static Map<String, Object> read(String body) {
    Object value = body.stripLeading().startsWith("{") ? json(body) : YamlEvents.read(body);
    if (!(value instanceof Map<?, ?> map)) {
      throw TemplateException.format("unsupported structure.");
    }
    return object(map, "");
  }

  /// YAML's flow style begins with a brace too.
  private static @Nullable Object json(String body) {
    try {
      return Json.read(body.getBytes(UTF_8));
    } catch (JacksonException e) {
      try {
        return YamlEvents.read(body);
      } catch (TemplateException _) {
        TokenStreamLocation at = e.getLocation();
        throw TemplateException.format(
            "JSON not well-formed."
                + (at == null
                    ? " (" + e.getOriginalMessage() + ")"
                    : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr())));
      }
    }
  }

  private static Map<String, Object> object(Map<?, ?> map, String path) {
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((key, value) -> object.put((String) key, present(value, path + "/" + key)));
    return object;
  }

  private static Object present(@Nullable Object value, String path) {
    return switch (value) {
      case null ->
          throw TemplateException.format(
              "[" + path + "] 'null' values are not allowed in templates");
      case Map<?, ?> map -> object(map, path);
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          all.add(present(list.get(i), path + "/" + i));
        }
        yield all;
      }
      default -> value;
    };
  }
}

package dev.thaw.cloud.cloudformation.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tags of a template: lists of keys and values, or for some types a map.
final class TagPairs {

  private TagPairs() {}

  static Map<String, String> of(@Nullable Object declared) {
    Map<String, String> tags = new LinkedHashMap<>();
    switch (declared) {
      case null -> {}
      case List<?> list ->
          list.forEach(tag -> {
            Map<String, Object> pair = Resource.object("Tags", tag);
            tags.put(String.valueOf(pair.get("Key")), String.valueOf(pair.get("Value")));
          });
      case Map<?, ?> map -> map.forEach((key, value) -> tags.put((String) key, value.toString()));
      default -> throw new ResourceFailure("Value of property Tags must be of type List");
    }
    return tags;
  }

  static List<Map<String, Object>> list(Map<String, String> tags) {
    List<Map<String, Object>> list = new ArrayList<>();
    tags.forEach((key, value) -> list.add(Map.of("Key", key, "Value", value)));
    return list;
  }
}

package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Tags as the wire has them, lists of keys and values.
final class EventTags {

  private EventTags() {}

  static Map<String, String> of(List<Document> tags) {
    Map<String, String> read = new TreeMap<>();
    tags.forEach(tag -> read.put(tag.text("Key"), tag.text("Value")));
    return read;
  }

  static List<Map<String, Object>> shown(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(tag -> Map.<String, Object>of("Key", tag.getKey(), "Value", tag.getValue()))
            .toList();
  }
}

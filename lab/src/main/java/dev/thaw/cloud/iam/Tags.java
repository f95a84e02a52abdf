package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Tags, whose keys differ by more than case.
final class Tags {

  private Tags() {}

  static Map<String, String> of(Document input) {
    Map<String, String> tags = none();
    for (Document tag : input.documents("Tags")) {
      String key = tag.text("Key");
      if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw IamErrors.invalidInput(
            "Tag keys and values cannot start with aws: (this prefix is reserved).");
      }
      if (tags.put(key, tag.text("Value")) != null) {
        throw IamErrors.invalidInput(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    return tags;
  }

  static Map<String, String> none() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  static Map<String, String> added(Map<String, String> tags, Document input) {
    Map<String, String> all = none();
    all.putAll(tags);
    Map<String, String> more = of(input);
    // A map keeps the key that it knows; the newer one is to be seen
    more.keySet().forEach(all::remove);
    all.putAll(more);
    if (all.size() > IamLimits.TAGS) {
      throw IamErrors.limit("The number of tags has reached the maximum limit.");
    }
    return all;
  }

  static Map<String, String> removed(Map<String, String> tags, Document input) {
    Map<String, String> left = none();
    left.putAll(tags);
    input.texts("TagKeys").forEach(left::remove);
    return left;
  }

  static List<Map<String, Object>> shown(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Map.<String, Object>of("Key", tag.getKey(), "Value", tag.getValue()))
        .toList();
  }
}

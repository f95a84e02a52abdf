package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A piece of an ordered list, told by `Marker` and `IsTruncated`. A marker names the last item
/// shown, so that items may come and go between two pages.
record Page<T>(List<T> items, Map<String, Object> output) {

  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  /// @param key of an item; the list is ordered by it
  static <T> Page<T> of(List<T> all, Function<T, String> key, Document input) {
    int size = input.optionalNumber("MaxItems").map(Long::intValue).orElse(USUAL);
    String after = input.optionalText("Marker").map(Page::decode).orElse("");
    List<T> left = all.stream().filter(item -> key.apply(item).compareTo(after) > 0).toList();
    int count = Math.min(Math.min(size, MOST), left.size());
    List<T> shown = left.subList(0, count);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("IsTruncated", count < left.size());
    if (count < left.size()) {
      output.put("Marker", encode(key.apply(shown.getLast())));
    }
    return new Page<>(shown, output);
  }

  Map<String, Object> output(String name, Function<T, ?> shown) {
    output.put(name, items.stream().map(shown).toList());
    return output;
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String marker) {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw IamErrors.validation("Invalid Marker: " + marker);
    }
  }
}

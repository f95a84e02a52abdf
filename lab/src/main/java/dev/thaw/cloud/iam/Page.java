package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Pages as IAM's lists have them: `MaxItems`, `Marker` and `IsTruncated`.
record Page<T>(Paging<T> page) {

  private static final int MOST = 1_000;
  private static final int USUAL = 100;

  /// @param key of an item; the list is ordered by it
  static <T> Page<T> of(List<T> all, Function<T, String> key, Document input) {
    int size = input.optionalNumber("MaxItems").map(Long::intValue).orElse(USUAL);
    return new Page<>(
        Paging.of(
            all,
            key,
            input.optionalText("Marker"),
            Math.min(size, MOST),
            token -> IamErrors.validation("Invalid Marker: " + token)));
  }

  Map<String, Object> output(String name, Function<T, ?> shown) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("IsTruncated", page.next().isPresent());
    page.next().ifPresent(marker -> output.put("Marker", marker));
    output.put(name, page.items().stream().map(shown).toList());
    return output;
  }
}

package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A piece of an ordered list. A marker names the last item shown, so that items may come and go
/// between two pages.
record Page<T>(List<T> items, Optional<String> next) {

  /// @param key of an item; the list is ordered by it
  static <T> Page<T> of(List<T> all, Function<T, String> key, Document input, int most) {
    int size = input.optionalNumber("MaxItems").map(Long::intValue).orElse(most);
    String after =
        input.optionalText("Marker").filter(m -> !m.isEmpty()).map(Page::decode).orElse("");
    List<T> left = all.stream().filter(item -> key.apply(item).compareTo(after) > 0).toList();
    int count = Math.min(Math.min(size, most), left.size());
    List<T> shown = left.subList(0, count);
    return new Page<>(
        shown,
        count < left.size() ? Optional.of(encode(key.apply(shown.getLast()))) : Optional.empty());
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String marker) {
    try {
      return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw LambdaErrors.invalid("Invalid pagination token: " + marker);
    }
  }
}

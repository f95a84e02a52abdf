package dev.thaw.cloud.logs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A piece of an ordered list. A token names the last item shown, so that items may come and go
/// between two pages.
record Page<T>(List<T> items, Optional<String> next) {

  static <T> Page<T> of(
      List<T> all, Function<T, String> key, boolean descending, Optional<String> token, int most) {
    Comparator<String> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Optional<String> after = token.map(Page::decode);
    List<T> left =
        all.stream()
            .filter(
                item -> after.map(last -> order.compare(key.apply(item), last) > 0).orElse(true))
            .sorted(Comparator.comparing(key, order))
            .toList();
    if (left.size() <= most) {
      return new Page<>(left, Optional.empty());
    }
    List<T> shown = left.subList(0, most);
    return new Page<>(shown, Optional.of(encode(key.apply(shown.getLast()))));
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw LogsErrors.invalid("The specified nextToken is invalid.");
    }
  }
}

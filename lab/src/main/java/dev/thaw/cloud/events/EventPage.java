package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A piece of a list that is ordered by name. Its token names the last item shown, so that items
/// may come and go between two pages.
record EventPage<T>(List<T> items, Optional<String> next) {

  private static final int MOST = 100;

  static <T> EventPage<T> of(List<T> all, Function<T, String> name, Document input) {
    int limit = input.optionalNumber("Limit").map(Math::toIntExact).orElse(MOST);
    String after = input.optionalText("NextToken").map(EventPage::decode).orElse("");
    List<T> left = all.stream().filter(item -> name.apply(item).compareTo(after) > 0).toList();
    List<T> shown = left.subList(0, Math.min(limit, left.size()));
    return new EventPage<>(
        shown,
        shown.size() < left.size()
            ? Optional.of(encode(name.apply(shown.getLast())))
            : Optional.empty());
  }

  /// The output of a list operation.
  Map<String, Object> shown(String member, Function<T, Object> item) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(member, items.stream().map(item).toList());
    next.ifPresent(token -> output.put("NextToken", token));
    return output;
  }

  private static String encode(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw EventErrors.invalid(
          "Parameter NextToken is not valid: " + token + " (expected: one of an earlier answer)");
    }
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Document;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of a list. A position names the last item shown, so that items may come and go between
/// two pages.
final class Page {

  private static final int USUAL = 25;
  private static final int MOST = 500;

  private Page() {}

  /// @param key member that the list is ordered by
  static Answer of(Collection<Map<String, Object>> all, String key, Document input) {
    long limit = input.optionalNumber("limit").orElse((long) USUAL);
    if (limit < 1) {
      throw GatewayErrors.badRequest("Invalid limit: " + limit + " (expected: 1 to " + MOST + ")");
    }
    String after =
        input.optionalText("position").filter(p -> !p.isEmpty()).map(Page::decode).orElse("");
    List<Map<String, Object>> left =
        all.stream()
            .sorted(Comparator.comparing(item -> String.valueOf(item.get(key))))
            .filter(item -> String.valueOf(item.get(key)).compareTo(after) > 0)
            .toList();
    int count = (int) Math.min(Math.min(limit, MOST), left.size());
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("items", left.subList(0, count).stream().map(Tree::shown).toList());
    if (count < left.size()) {
      output.put("position", encode(String.valueOf(left.get(count - 1).get(key))));
    }
    return Answer.of(output);
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String position) {
    try {
      return new String(Base64.getUrlDecoder().decode(position), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw GatewayErrors.badRequest("Invalid position parameter: " + position);
    }
  }
}

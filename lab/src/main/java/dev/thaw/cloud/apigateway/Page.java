package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Pages as API Gateway's lists have them: `limit` and `position`.
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
    Function<Map<String, Object>, String> name = item -> String.valueOf(item.get(key));
    Paging<Map<String, Object>> page =
        Paging.of(
            all.stream().sorted(Comparator.comparing(name)).toList(),
            name,
            input.optionalText("position"),
            (int) Math.min(limit, MOST),
            position -> GatewayErrors.badRequest("Invalid position parameter: " + position));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("items", page.items().stream().map(Tree::shown).toList());
    page.next().ifPresent(position -> output.put("position", position));
    return Answer.of(output);
  }
}

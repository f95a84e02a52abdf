package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Pages as EventBridge's lists have them: `Limit` and `NextToken`.
record EventPage<T>(Paging<T> page) {

  private static final int MOST = 100;

  static <T> EventPage<T> of(List<T> all, Function<T, String> name, Document input) {
    return new EventPage<>(
        Paging.of(
            all,
            name,
            input.optionalText("NextToken"),
            input.optionalNumber("Limit").map(Math::toIntExact).orElse(MOST),
            token ->
                EventErrors.invalid(
                    "Parameter NextToken is not valid: "
                        + token
                        + " (expected: one of an earlier answer)")));
  }

  /// The output of a list operation.
  Map<String, Object> shown(String member, Function<T, Object> item) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(member, page.items().stream().map(item).toList());
    page.next().ifPresent(token -> output.put("NextToken", token));
    return output;
  }
}

package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import java.util.List;
import java.util.function.Function;

/// Pages as Lambda's lists have them: `MaxItems` and `Marker`.
final class Page {

  private Page() {}

  /// @param key of an item; the list is ordered by it
  static <T> Paging<T> of(List<T> all, Function<T, String> key, Document input, int most) {
    int size = input.optionalNumber("MaxItems").map(Long::intValue).orElse(most);
    return Paging.of(
        all,
        key,
        input.optionalText("Marker"),
        Math.min(size, most),
        token -> LambdaErrors.invalid("Invalid pagination token: " + token));
  }
}

package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Paging;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Pages as the lists of CloudWatch Logs have them: `nextToken`, in either order.
final class Page {

  private Page() {}

  static <T> Paging<T> of(
      List<T> all, Function<T, String> key, boolean descending, Optional<String> token, int most) {
    Comparator<String> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Paging.of(
        all.stream().sorted(Comparator.comparing(key, order)).toList(),
        key,
        order,
        token,
        most,
        refused -> LogsErrors.invalid("The specified nextToken is invalid."));
  }
}

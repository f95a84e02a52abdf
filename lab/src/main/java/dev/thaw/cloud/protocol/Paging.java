package dev.thaw.cloud.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A piece of an ordered list, as list operations answer it. The token names the last item shown,
/// so that items may come and go between two pages.
///
/// @param next token of the piece after it
public record Paging<T>(List<T> items, Optional<String> next) {

  /// @param all in the order of their keys
  /// @param key of an item, unique
  /// @param token of an earlier answer
  /// @param most items of a page
  /// @param refusal of a token that is none
  public static <T> Paging<T> of(
      List<T> all,
      Function<T, String> key,
      Optional<String> token,
      int most,
      Function<String, ApiException> refusal) {
    return of(all, key, Comparator.naturalOrder(), token, most, refusal);
  }

  /// @param order of the keys
  public static <T> Paging<T> of(
      List<T> all,
      Function<T, String> key,
      Comparator<String> order,
      Optional<String> token,
      int most,
      Function<String, ApiException> refusal) {
    Optional<String> after =
        token.filter(given -> !given.isEmpty()).map(given -> decode(given, refusal));
    List<T> left =
        after.isEmpty()
            ? all
            : all.stream().filter(item -> order.compare(key.apply(item), after.get()) > 0).toList();
    if (left.size() <= most) {
      return new Paging<>(left, Optional.empty());
    }
    List<T> shown = left.subList(0, most);
    return new Paging<>(shown, Optional.of(encode(key.apply(shown.getLast()))));
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token, Function<String, ApiException> refusal) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw refusal.apply(token);
    }
  }
}

package dev.thaw.cloud.protocol;

import java.util.Optional;
import java.util.function.BiConsumer;

/// A request without its body.
///
/// @param method of HTTP, upper case
/// @param path raw, beginning with a slash
/// @param query decoded
public record RequestHead(String method, String path, Query query, Headers headers) {

  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /// Header fields as the server holds them; nothing is copied.
  public interface Headers {

    /// @param name lower case
    Optional<String> first(String name);

    void forEach(BiConsumer<String, String> action);

    /// Every field on its own, where a name may come several times.
    default void forEachField(BiConsumer<String, String> action) {
      forEach(action);
    }
  }
}

package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.io.InputStream;

/// A plain HTTP route of thaw's own, beside AWS's.
///
/// @param prefix of the path, for example `/_thaw/code/`
public record Route(String prefix, Handler handler) {

  public Route {
    if (!prefix.startsWith("/_thaw/")) {
      throw new IllegalArgumentException("prefix: " + prefix + " (expected: below /_thaw/)");
    }
  }

  /// Answers one request.
  @FunctionalInterface
  public interface Handler {
    /// @param body to be read at most once
    WireAnswer handle(RequestHead head, InputStream body) throws IOException;
  }
}

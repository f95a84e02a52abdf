package dev.thaw.gateway;

import java.util.List;
import java.util.Optional;

/// A whole answer.
///
/// @param headers in order; a name may come several times
public record HttpAnswer(int status, List<HeaderField> headers, byte[] body) {

  public static final byte[] NOTHING = new byte[0];

  /// The first field of a name, whatever its case.
  public Optional<String> header(String name) {
    return Incoming.first(headers, name);
  }
}

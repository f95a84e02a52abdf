package dev.thaw.cloud.auth;

import java.util.Optional;

/// Knows who may sign.
@FunctionalInterface
public interface Keyring {

  /// @param accessKey as the signature names it
  /// @param token that came along; the same access key may stand with several
  Optional<SigningKey> find(String accessKey, Optional<String> token);

  default Keyring or(Keyring other) {
    return (key, token) -> find(key, token).or(() -> other.find(key, token));
  }
}

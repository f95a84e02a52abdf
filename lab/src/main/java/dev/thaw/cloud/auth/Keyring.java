package dev.thaw.cloud.auth;

import java.util.Optional;

/// Knows who may sign.
@FunctionalInterface
public interface Keyring {

  /// @param accessKey as the signature names it
  Optional<SigningKey> find(String accessKey);

  default Keyring or(Keyring other) {
    return accessKey -> find(accessKey).or(() -> other.find(accessKey));
  }
}

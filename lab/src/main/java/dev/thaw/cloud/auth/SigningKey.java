package dev.thaw.cloud.auth;

import java.time.Instant;
import java.util.Optional;

/// A secret that somebody may sign with.
///
/// @param token that must come along, of temporary credentials
/// @param expires when it is taken no longer
public record SigningKey(String secret, Optional<String> token, Optional<Instant> expires) {

  public static SigningKey lasting(String secret) {
    return new SigningKey(secret, Optional.empty(), Optional.empty());
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "SigningKey[" + (token.isPresent() ? "temporary" : "lasting") + "]";
  }
}

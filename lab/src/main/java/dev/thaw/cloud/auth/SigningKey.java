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

  /// @throws Refusal unless the credentials are whole and still good
  void checkToken(String accessKey, Optional<String> given, Instant now) {
    boolean same =
        token.isPresent() == given.isPresent() && SigV4.same(token.orElse(""), given.orElse(""));
    if (!same) {
      throw new Refusal(Refusal.Kind.WRONG_TOKEN, accessKey);
    }
    if (expires.filter(end -> !now.isBefore(end)).isPresent()) {
      throw new Refusal(Refusal.Kind.EXPIRED_TOKEN, accessKey);
    }
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "SigningKey[" + (token.isPresent() ? "temporary" : "lasting") + "]";
  }
}

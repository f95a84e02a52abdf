package dev.thaw.wire.sigv4;

import java.util.Map;
import java.util.Optional;

/// Who signs.
///
/// @param token of temporary credentials
public record Credentials(String accessKey, String secretKey, Optional<String> token) {

  /// What a local endpoint takes from anybody.
  public static final Credentials ANYBODY = new Credentials("test", "test", Optional.empty());

  public Credentials {
    if (accessKey.isBlank() || secretKey.isBlank()) {
      throw new IllegalArgumentException("credentials: blank (expected: access and secret key)");
    }
  }

  /// From the variables that the AWS tools read; empty if either key is missing.
  public static Optional<Credentials> from(Map<String, String> environment) {
    String access = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    String token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
    return access.isBlank() || secret.isBlank()
        ? Optional.empty()
        : Optional.of(
            new Credentials(
                access, secret, token.isBlank() ? Optional.empty() : Optional.of(token)));
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Credentials[" + accessKey + "]";
  }
}

package dev.thaw.cli;

import dev.thaw.cloud.auth.Keyring;
import dev.thaw.cloud.auth.SigningKey;
import dev.thaw.lambda.CloudAccess;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What functions sign with where signatures are verified: the number of their account and a secret
/// that lasts as long as this thaw.
final class FunctionKeys {

  private final String secret = random();
  private final String token = random();

  private static String random() {
    byte[] drawn = new byte[30];
    new SecureRandom().nextBytes(drawn);
    return Base64.getEncoder().encodeToString(drawn);
  }

  /// Lets functions in, of whatever account.
  Keyring keyring() {
    return (accessKey, given) ->
        given.filter(this::isOurs).isPresent() && accessKey.matches("[0-9]{12}")
            ? Optional.of(new SigningKey(secret, given, Optional.empty()))
            : Optional.empty();
  }

  /// Every environment puts its name behind the token.
  private boolean isOurs(String given) {
    return given.startsWith(token + "/") && given.indexOf('/', token.length() + 1) < 0;
  }

  /// The same access, with the secret.
  CloudAccess with(CloudAccess access) {
    return new CloudAccess(
        (runtime, files) -> {
          Map<String, String> variables = new HashMap<>(access.variables().of(runtime, files));
          variables.put("AWS_SECRET_ACCESS_KEY", secret);
          variables.put("AWS_SESSION_TOKEN", token);
          return variables;
        },
        access.files());
  }
}

package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.auth.Keyring;
import dev.thaw.lambda.CloudAccess;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionKeysTest {

  private final FunctionKeys keys = new FunctionKeys();

  @Test
  void whatFunctionsGetLetsThemInForWhateverAccount() {
    CloudAccess access =
        keys.with(
            new CloudAccess((runtime, files) -> Map.of("A", runtime + files), Optional::empty));

    Map<String, String> variables = access.variables().of("python3.13", "/f");

    String given = variables.getOrDefault("AWS_SESSION_TOKEN", "");
    Optional<String> token = Optional.of(given + "/env-1");
    Keyring ring = keys.keyring();
    assertThat(variables).containsEntry("A", "python3.13/f");
    assertThat(ring.find("123456789012", token).orElseThrow().secret())
        .isEqualTo(variables.get("AWS_SECRET_ACCESS_KEY"));
    assertThat(ring.find("000000000000", token)).isPresent();
    assertThat(ring.find("AKIA", token)).isEmpty();
    assertThat(ring.find("123456789012", Optional.empty())).isEmpty();
    assertThat(ring.find("123456789012", Optional.of("thaw/env-1"))).isEmpty();
    assertThat(ring.find("123456789012", Optional.of(given + "x/env-1"))).isEmpty();
    assertThat(ring.find("123456789012", Optional.of(given))).isEmpty();
  }

  @Test
  void theSecretIsAnotherAtEveryStart() {
    assertThat(secret(new FunctionKeys())).isNotEqualTo(secret(keys));
  }

  private static String secret(FunctionKeys keys) {
    return keys.with(CloudAccess.NONE)
        .variables()
        .of("", "")
        .getOrDefault("AWS_SECRET_ACCESS_KEY", "");
  }
}

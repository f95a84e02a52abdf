package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeysTest {

  @ParameterizedTest
  @ValueSource(strings = {"000000000000", "000000000001", "123456789012", "999999999999"})
  void aKeyTellsItsAccount(String account) {
    for (int i = 0; i < 100; i++) {
      String key = AccessKeys.temporary(account, new Random(i));

      assertThat(key).matches("ASIA[A-Z2-7]{16}");
      assertThat(AccessKeys.account(key)).contains(account);
      assertThat(Scope.account(key)).isEqualTo(account);
    }
  }

  @Test
  void realKeysAndDamagedOnesBelongToNobody() {
    String key = AccessKeys.temporary("123456789012", new Random(1));

    assertThat(AccessKeys.account("ASIAQNZGKIQY56JQ7WML")).isEmpty();
    assertThat(AccessKeys.account("AKIA" + key.substring(4))).isEmpty();
    assertThat(AccessKeys.account(key.substring(1))).isEmpty();
    assertThat(AccessKeys.account("ASIA0000000000000000")).isEmpty();
    char other = key.charAt(7) == 'A' ? 'B' : 'A';
    assertThat(AccessKeys.account(key.substring(0, 7) + other + key.substring(8))).isEmpty();
    assertThat(Scope.account("ASIAQNZGKIQY56JQ7WML")).isEqualTo(Scope.DEFAULT_ACCOUNT);
  }

  @Test
  void aRequestSignedWithOneGoesToItsAccount() {
    String key = AccessKeys.temporary("123456789012", new Random(1));

    Scope scope =
        Scope.of(Heads.of("POST", "/", "authorization", Heads.signedFor(key, "eu-west-1", "sts")));

    assertThat(scope.account()).isEqualTo("123456789012");
    assertThat(scope.accessKey()).isEqualTo(key);
  }
}

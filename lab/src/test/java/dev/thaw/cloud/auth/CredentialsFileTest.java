package dev.thaw.cloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsFileTest {

  @TempDir Path folder;

  private Keyring read(String text) throws IOException {
    return CredentialsFile.read(Files.writeString(folder.resolve("credentials"), text));
  }

  @Test
  void takesTheKeysOfAllProfiles() throws IOException {
    Keyring keys =
        read(
            """
            # mine
            [default]
            aws_access_key_id = 123456789012
            aws_secret_access_key=a/b+c=
            region = eu-west-1

            [other]
            aws_access_key_id = AKIA
            aws_secret_access_key = s
            aws_session_token = t
            """);

    assertThat(keys.find("123456789012", Optional.empty())).contains(SigningKey.lasting("a/b+c="));
    assertThat(keys.find("AKIA", Optional.empty()).orElseThrow().token()).contains("t");
    assertThat(keys.find("test", Optional.empty())).isEmpty();
    assertThat(keys.find("AKIA", Optional.empty()).orElseThrow().toString())
        .doesNotContain("s=")
        .doesNotContain("t,");
  }

  @ParameterizedTest
  @CsvSource({
    "[a], no keys",
    "aws_access_key_id = x, line 1",
    "[a]|aws_access_key_id = x, half a key",
    "[a]|nonsense, line 2",
    "[a]|aws_access_key_id=x|aws_secret_access_key=1|[b]|aws_access_key_id=x|aws_secret_access_key=2,"
        + " two secrets"
  })
  void refusesAFileWithoutWholeKeys(String text, String words) {
    assertThatThrownBy(() -> read(text.replace('|', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}

package dev.thaw.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionAccessTest {

  @TempDir private Path folder;
  private Path authority;

  @BeforeEach
  void nameTheAuthority() {
    authority = folder.resolve("authority");
  }

  @Test
  void leadsClientsThatKnowTheEndpointVariableToThaw() throws IOException {
    assertThat(access(Map.of()).variables(4566, "python3.13", "/var/thaw"))
        .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
        .containsEntry("HTTPS_PROXY", "http://127.0.0.1:4567");
  }

  @Test
  void leavesPlainHttpAloneSinceTheRuntimeApiIsReachedByIt() throws IOException {
    assertThat(access(Map.of()).variables(4566, "python3.13", "/var/thaw"))
        .doesNotContainKeys("HTTP_PROXY", "http_proxy");
  }

  @Test
  void bundlesThawsAuthorityWithTheUsers() throws IOException {
    Path users = Files.writeString(folder.resolve("company.pem"), "the company's\n");
    access(Map.of("SSL_CERT_FILE", users.toString())).files();
    String thaws = Files.readString(authority.resolve("ca.pem"), StandardCharsets.ISO_8859_1);
    assertThat(bundle()).content(StandardCharsets.ISO_8859_1).contains(thaws, "the company's");
  }

  @Test
  void passesByWhatTheUsersVariablesNameInVain() throws IOException {
    access(Map.of("SSL_CERT_FILE", folder.resolve("none").toString())).files();
    assertThat(bundle()).content(StandardCharsets.ISO_8859_1).startsWith("-----BEGIN CERTIFICATE");
  }

  @Test
  void makesNoAuthorityBeforeSomebodyAsks() {
    access(Map.of()).variables(4566, "python3.13", "/var/thaw");
    assertThat(authority).doesNotExist();
  }

  @Test
  void keepsAnAuthorityThatIsThere() throws IOException {
    Authority made = Authority.open(authority);
    access(Map.of()).files();
    assertThat(Authority.open(authority).certificate()).isEqualTo(made.certificate());
  }

  @Test
  void preloadsIntoNodeAlone() throws IOException {
    FunctionAccess access = access(Map.of());
    assertThat(access.variables(4566, "nodejs22.x", "/var/thaw")).containsKey("NODE_OPTIONS");
    assertThat(access.variables(4566, "python3.13", "/var/thaw")).doesNotContainKey("NODE_OPTIONS");
  }

  @Test
  void namesFilesAsTheFunctionSeesThem() throws IOException {
    FunctionAccess access = access(Map.of());
    assertThat(access.variables(4566, "python3.13", "/var/thaw"))
        .containsEntry("AWS_CA_BUNDLE", "/var/thaw/authorities.pem");
    assertThat(bundle()).hasParent(access.files()).isRegularFile();
  }

  private FunctionAccess access(Map<String, String> user) {
    return new FunctionAccess(folder.resolve("access"), authority, user, 4567);
  }

  private Path bundle() {
    return folder.resolve("access").resolve("authorities.pem");
  }
}

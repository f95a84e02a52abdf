package dev.thaw.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecEnvironmentTest {

  private static final String CONFIG =
      """
      [default]
      region = eu-west-1
      [profile shop]
      region=us-west-2
      s3 =
        region = nested
      [sso-session company]
      region = us-east-2
      """;
  private static final String CREDENTIALS = "[old]\naws_access_key_id = AKIA\n";
  private static final Profiles PROFILES = Profiles.parse(CONFIG, CREDENTIALS);

  @TempDir Path folder;

  private static Map<String, String> changes(Map<String, String> user) {
    return new ExecEnvironment(
            user,
            4566,
            3128,
            new ExecEnvironment.Files("/f/b", "/f/j k", "/f/c", "/f/s", "/f/p q"),
            PROFILES)
        .changes();
  }

  @Test
  void leadsEveryKindOfToolToThaw() {
    assertThat(changes(Map.of()))
        .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
        .containsEntry("AWS_ACCESS_KEY_ID", "000000000000")
        .containsEntry("https_proxy", "http://127.0.0.1:3128")
        .containsEntry("AWS_CA_BUNDLE", "/f/b")
        .containsEntry("AWS_CONFIG_FILE", "/f/c")
        .containsEntry("NODE_OPTIONS", "--require \"/f/p q\"")
        .hasEntrySatisfying(
            "JAVA_TOOL_OPTIONS",
            options -> assertThat(options).contains("'-Djavax.net.ssl.trustStore=/f/j k'"));
  }

  @Test
  void leavesTheUsersCredentialsAndServiceEndpointsAlone() {
    assertThat(
            changes(
                Map.of(
                    "AWS_ACCESS_KEY_ID", "a",
                    "AWS_SECRET_ACCESS_KEY", "b",
                    "AWS_ENDPOINT_URL_S3", "c")))
        .doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3");
  }

  @Test
  void addsItsOptionsBehindTheUsersOwn() {
    assertThat(changes(Map.of("NODE_OPTIONS", "--no-warnings")).get("NODE_OPTIONS"))
        .startsWith("--no-warnings --require ");
  }

  @Test
  void takesTheRegionFromVariablesThenFromTheProfile() {
    assertThat(changes(Map.of())).containsEntry("AWS_REGION", "eu-west-1");
    assertThat(changes(Map.of("AWS_PROFILE", "shop"))).containsEntry("AWS_REGION", "us-west-2");
    assertThat(changes(Map.of("AWS_PROFILE", "old"))).containsEntry("AWS_REGION", "us-east-1");
    assertThat(changes(Map.of("AWS_DEFAULT_REGION", "sa-east-1")))
        .containsEntry("AWS_REGION", "sa-east-1");
  }

  @Test
  void offersTheUsersProfilesWithoutTheirSecrets() {
    assertThat(PROFILES.settings()).containsOnlyKeys("default", "shop", "old");
    assertThat(PROFILES.config("http://127.0.0.1:1", "us-east-1"))
        .contains("[profile shop]\nregion = us-west-2\nendpoint_url = http://127.0.0.1:1\n");
    assertThat(PROFILES.credentials())
        .contains("[old]\naws_access_key_id = 000000000000\n")
        .doesNotContain("AKIA");
  }

  @Test
  void givesTheCallersJavaBack() {
    assertThat(
            ExecEnvironment.asCalled(
                Map.of("JAVA_HOME", "/thaws", "THAW_CALLER_JAVA_HOME", "/mine")))
        .containsExactly(Map.entry("JAVA_HOME", "/mine"));
    assertThat(ExecEnvironment.asCalled(Map.of("JAVA_HOME", "/thaws", "THAW_CALLER_JAVA_HOME", "")))
        .isEmpty();
  }

  @Test
  void trustsTheSystemTheUserAndItselfAndNamesWhatItLeavesOut() throws Exception {
    Authority ours = Authority.open(folder.resolve("a"));
    Authority systems = Authority.open(folder.resolve("b"));
    Authority users = Authority.open(folder.resolve("c"));
    Path broken = folder.resolve("broken.pem");
    Files.writeString(broken, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    TrustBundle bundle =
        TrustBundle.gather(
            Optional.of(ours.certificate()),
            Map.of(
                "CURL_CA_BUNDLE", folder.resolve("c/ca.pem").toString(),
                "PIP_CERT", broken.toString(),
                "AWS_CA_BUNDLE", "/nonexistent.pem"),
            List.of(folder.resolve("none"), folder.resolve("b/ca.pem")));
    assertThat(bundle.certificates())
        .contains(ours.certificate(), systems.certificate(), users.certificate())
        .hasSizeGreaterThan(50);
    assertThat(bundle.omitted())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("AWS_CA_BUNDLE=/nonexistent.pem: cannot be read"))
        .anyMatch(line -> line.contains("broken.pem: 1 certificates unreadable, 0 taken"));
    bundle.writePem(folder.resolve("all.pem"));
    assertThat(Pem.certificates(Files.readString(folder.resolve("all.pem"))).readable())
        .hasSameSizeAs(bundle.certificates());
  }
}

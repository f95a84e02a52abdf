package dev.thaw.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The signatures are those of AWS's published test suite and documentation.
class SignerTest {

  private static final Credentials EXAMPLE =
      new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty());
  private static final Instant THEN = Instant.parse("2015-08-30T12:36:00Z");
  private static final String HOST = "example.amazonaws.com";

  private static String authorization(Request request, String host, String service) {
    return new Signer(EXAMPLE, "us-east-1", service)
        .sign(request, host, THEN)
        .headers()
        .first("Authorization")
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET, /?Param2=value2&Param1=value1,"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
  })
  void signsTheVanillaRequests(String method, String path, String signature) {
    Request request = new Request(method, path, Headers.NONE, new byte[0]);
    assertThat(authorization(request, HOST, "service"))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=host;x-amz-date, Signature="
                + signature);
  }

  @Test
  void signsABody() {
    Request request =
        new Request(
            "POST",
            "/",
            Headers.of("Content-Type", "application/x-www-form-urlencoded"),
            "Param1=value1".getBytes(StandardCharsets.UTF_8));
    assertThat(authorization(request, HOST, "service"))
        .endsWith(
            "SignedHeaders=content-type;host;x-amz-date, Signature="
                + "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  }

  @Test
  void signsTheExampleOfTheDocumentation() {
    Request request =
        Request.get(
            "/?Action=ListUsers&Version=2010-05-08",
            Headers.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
    assertThat(authorization(request, "iam.amazonaws.com", "iam"))
        .endsWith("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @Test
  void encodesAPathTwiceExceptForS3() {
    Request encoded = Request.get("/a%3Ab/c%20d", Headers.NONE);
    Request plain = Request.get("/a:b/c%20d", Headers.NONE);
    assertThat(authorization(encoded, HOST, "s3")).isEqualTo(authorization(plain, HOST, "s3"));
    assertThat(authorization(encoded, HOST, "lambda"))
        .isNotEqualTo(authorization(plain, HOST, "lambda"));
  }

  @Test
  void takesSpacesTogetherAndJoinsRepeatedHeaders() {
    Headers loose = Headers.of("My-Header1", "  a   b ", "my-header1", "c");
    Headers tight = Headers.of("My-Header1", "a b,c");
    assertThat(authorization(Request.get("/", loose), HOST, "service"))
        .isEqualTo(authorization(Request.get("/", tight), HOST, "service"));
  }

  @Test
  void carriesTheTokenOfTemporaryCredentials() {
    Credentials temporary = new Credentials("AKID", "secret", Optional.of("token"));
    Request signed =
        new Signer(temporary, "eu-west-1", "lambda")
            .sign(Request.get("/", Headers.NONE), HOST, THEN);
    assertThat(signed.headers().first("X-Amz-Security-Token")).contains("token");
    assertThat(signed.headers().first("Authorization").orElseThrow())
        .contains("SignedHeaders=host;x-amz-date;x-amz-security-token");
  }

  @Test
  void readsTheEnvironmentAndKeepsItsSecrets() {
    Map<String, String> environment =
        Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "hidden");
    assertThat(Credentials.from(environment).orElseThrow().toString()).doesNotContain("hidden");
    assertThat(Credentials.from(Map.of("AWS_ACCESS_KEY_ID", "AKID"))).isEmpty();
  }
}

package dev.thaw.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketApiTest {

  @TempDir private Path folder;
  private S3World world;
  private S3Api s3;

  @BeforeEach
  void open() throws IOException {
    world = new S3World(folder);
    s3 = new S3Api(world.port());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String signed(String account, String region) {
    return "AWS4-HMAC-SHA256 Credential="
        + account
        + "/20261124/"
        + region
        + "/s3/aws4_request, SignedHeaders=host, Signature=0";
  }

  private S3Api.Reply create(String name, String account, String region, String constraint) {
    String xml =
        constraint.isEmpty()
            ? ""
            : "<CreateBucketConfiguration><LocationConstraint>"
                + constraint
                + "</LocationConstraint></CreateBucketConfiguration>";
    return s3.put("/" + name, xml, "authorization", signed(account, region));
  }

  @Test
  void aBucketIsMadeFoundListedAndDeleted() {
    assertThat(s3.head("/bucket").status()).isEqualTo(404);
    assertThat(s3.put("/bucket", "").header("location")).isEqualTo("/bucket");
    assertThat(s3.head("/bucket").header("x-amz-bucket-region")).isEqualTo("us-east-1");
    assertThat(s3.get("/").elements("Name")).containsExactly("bucket");
    s3.put("/bucket/k", "x");
    assertThat(s3.delete("/bucket").code()).isEqualTo("BucketNotEmpty");
    s3.delete("/bucket/k");
    assertThat(s3.delete("/bucket").status()).isEqualTo(204);
    assertThat(s3.delete("/bucket").code()).isEqualTo("NoSuchBucket");
  }

  @Test
  void aNameBelongsToOneAccount() {
    create("bucket", "111111111111", "us-east-1", "");

    assertThat(create("bucket", "111111111111", "us-east-1", "").status()).isEqualTo(200);
    assertThat(create("bucket", "111111111111", "eu-west-1", "eu-west-1").code())
        .isEqualTo("BucketAlreadyOwnedByYou");
    assertThat(create("bucket", "222222222222", "us-east-1", "").code())
        .isEqualTo("BucketAlreadyExists");
    assertThat(s3.get("/", "authorization", signed("222222222222", "us-east-1")).elements("Name"))
        .isEmpty();
    assertThat(s3.head("/bucket", "x-amz-expected-bucket-owner", "222222222222").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1,'',us-east-1",
    "us-east-1,eu-central-1,eu-central-1",
    "us-east-1,EU,eu-west-1",
    "eu-west-1,eu-west-1,eu-west-1",
  })
  void aBucketKnowsItsRegion(String region, String constraint, String expected) {
    assertThat(create("bucket", "111111111111", region, constraint).status()).isEqualTo(200);
    assertThat(s3.head("/bucket").header("x-amz-bucket-region")).isEqualTo(expected);
    assertThat(s3.get("/bucket?location").text())
        .contains(expected.equals("us-east-1") ? "LocationConstraint" : ">" + expected + "<");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1,'',IllegalLocationConstraintException",
    "eu-west-1,us-west-2,IllegalLocationConstraintException",
  })
  void aConstraintMustFitTheEndpoint(String region, String constraint, String code) {
    assertThat(create("bucket", "111111111111", region, constraint).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "Bucket",
        "a_b",
        "-ab",
        "ab-",
        "a..b",
        "a.-b",
        "192.168.5.4",
        "xn--bucket",
        "bucket-s3alias",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "..%2f..",
        "a%20b"
      })
  void refusesWhatIsNoName(String name) {
    assertThat(s3.put("/" + name, "").code()).isEqualTo("InvalidBucketName");
  }
}

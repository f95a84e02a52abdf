package dev.thaw.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionApiTest {

  @TempDir private Path folder;
  private S3World world;
  private S3Api s3;

  @BeforeEach
  void open() throws IOException {
    world = new S3World(folder);
    s3 = new S3Api(world.port());
    s3.put("/bucket", "");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void versioning(String status) {
    String xml =
        "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>";
    assertThat(s3.put("/bucket?versioning", xml).status()).isEqualTo(200);
  }

  private String put(String body) {
    return s3.put("/bucket/k", body).header("x-amz-version-id");
  }

  private String at(String version) {
    return s3.get("/bucket/k?versionId=" + version).text();
  }

  @Test
  void everyVersionCanBeRead() {
    assertThat(put("before")).isEmpty();
    assertThat(s3.get("/bucket?versioning").elements("Status")).isEmpty();
    versioning("Enabled");
    String one = put("1");
    String two = put("2");

    assertThat(s3.get("/bucket/k").text()).isEqualTo("2");
    assertThat(at(one)).isEqualTo("1");
    assertThat(at(two)).isEqualTo("2");
    assertThat(at("null")).isEqualTo("before");
    assertThat(s3.get("/bucket/k?versionId=" + "x".repeat(32)).code()).isEqualTo("NoSuchVersion");
    assertThat(s3.get("/bucket/k?versionId=bad").code()).isEqualTo("InvalidArgument");
    assertThat(s3.get("/bucket?versions").elements("VersionId")).containsExactly(two, one, "null");
    assertThat(s3.get("/bucket?versions").elements("IsLatest"))
        .containsExactly("true", "false", "false");
  }

  @Test
  void aDeletionHidesAndItsMarkerCanBeRemoved() {
    versioning("Enabled");
    put("1");
    S3Api.Reply deleted = s3.delete("/bucket/k");
    String marker = deleted.header("x-amz-version-id");

    assertThat(deleted.header("x-amz-delete-marker")).isEqualTo("true");
    assertThat(s3.get("/bucket/k").code()).isEqualTo("NoSuchKey");
    assertThat(s3.get("/bucket/k?versionId=" + marker).code()).isEqualTo("MethodNotAllowed");
    assertThat(s3.get("/bucket?list-type=2").element("KeyCount")).isEqualTo("0");
    assertThat(s3.get("/bucket?versions").text()).contains("<DeleteMarker>", "<Version>");
    assertThat(s3.delete("/bucket").code()).isEqualTo("BucketNotEmpty");
    assertThat(s3.delete("/bucket/k?versionId=" + marker).header("x-amz-delete-marker"))
        .isEqualTo("true");
    assertThat(s3.get("/bucket/k").text()).isEqualTo("1");
  }

  @Test
  void whileSuspendedTheNullVersionIsReplaced() {
    versioning("Enabled");
    String one = put("1");
    versioning("Suspended");
    assertThat(put("2")).isEqualTo("null");
    assertThat(put("3")).isEqualTo("null");

    assertThat(s3.get("/bucket?versions").elements("VersionId")).containsExactly("null", one);
    assertThat(s3.get("/bucket/k").text()).isEqualTo("3");
    assertThat(s3.delete("/bucket/k").header("x-amz-version-id")).isEqualTo("null");
    assertThat(s3.get("/bucket?versions").elements("VersionId"))
        .containsExactlyInAnyOrder("null", one);
    assertThat(at(one)).isEqualTo("1");
  }

  @Test
  void deletingTheNewestVersionBringsTheOneBeforeBack() {
    versioning("Enabled");
    put("1");
    String two = put("2");

    s3.delete("/bucket/k?versionId=" + two);
    assertThat(s3.get("/bucket/k").text()).isEqualTo("1");
  }

  @Test
  void versionsArePagedOneByOne() {
    versioning("Enabled");
    for (int i = 0; i < 3; i++) {
      s3.put("/bucket/a", "x");
      s3.put("/bucket/b", "x");
    }
    StringBuilder keys = new StringBuilder();
    String path = "/bucket?versions&max-keys=1";
    S3Api.Reply page = s3.get(path);
    while (true) {
      keys.append(page.element("Key")).append(page.element("IsLatest").charAt(0));
      if (!page.element("IsTruncated").equals("true")) {
        break;
      }
      page =
          s3.get(
              path
                  + "&key-marker="
                  + page.element("NextKeyMarker")
                  + "&version-id-marker="
                  + page.element("NextVersionIdMarker"));
    }
    assertThat(keys.toString()).isEqualTo("atafafbtbfbf");
  }

  @Test
  void aLockedVersionStays() {
    assertThat(s3.put("/locked", "", "x-amz-bucket-object-lock-enabled", "true").status())
        .isEqualTo(200);
    String version = s3.put("/locked/k", "x").header("x-amz-version-id");
    String hold = "<LegalHold><Status>ON</Status></LegalHold>";
    assertThat(s3.put("/locked/k?legal-hold", hold).status()).isEqualTo(200);

    assertThat(s3.delete("/locked/k?versionId=" + version).code()).isEqualTo("AccessDenied");
    assertThat(s3.delete("/locked/k").status()).isEqualTo(204);
    s3.put("/locked/k?legal-hold&versionId=" + version, hold.replace("ON", "OFF"));
    String retention =
        "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>2099-01-01T00:00:00Z"
            + "</RetainUntilDate></Retention>";
    s3.put("/locked/k?retention&versionId=" + version, retention);
    assertThat(s3.delete("/locked/k?versionId=" + version).code()).isEqualTo("AccessDenied");
    assertThat(
            s3.delete("/locked/k?versionId=" + version, "x-amz-bypass-governance-retention", "true")
                .status())
        .isEqualTo(204);
  }
}

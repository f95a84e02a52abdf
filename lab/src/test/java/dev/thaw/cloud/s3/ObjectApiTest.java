package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectApiTest {

  @TempDir private Path folder;
  private S3World world;
  private S3Api s3;

  @BeforeEach
  void open() throws IOException {
    world = new S3World(folder);
    s3 = new S3Api(world.port());
    assertThat(s3.put("/bucket", "").status()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anObjectComesBackWithWhatWasSaidOfIt() {
    S3Api.Reply put =
        s3.put(
            "/bucket/a/b%20c",
            "hello",
            "content-type",
            "text/plain",
            "cache-control",
            "no-cache",
            "content-encoding",
            "gzip",
            "x-amz-meta-colour",
            "red",
            "x-amz-tagging",
            "a=b&c=d");
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.header("etag")).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");

    S3Api.Reply got = s3.get("/bucket/a/b%20c");
    assertThat(got.text()).isEqualTo("hello");
    assertThat(got.headers())
        .containsEntry("content-type", "text/plain")
        .containsEntry("cache-control", "no-cache")
        .containsEntry("content-encoding", "gzip")
        .containsEntry("x-amz-meta-colour", "red")
        .containsEntry("x-amz-tagging-count", "2")
        .containsEntry("etag", put.header("etag"));
    S3Api.Reply head = s3.head("/bucket/a/b%20c");
    assertThat(head.header("content-length")).isEqualTo("5");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void theCodingOfTheTransferIsNoPropertyOfTheObject() {
    String chunked = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
    String[] headers = {
      "content-encoding",
      "aws-chunked",
      "x-amz-content-sha256",
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length",
      "5",
      "x-amz-trailer",
      "x-amz-checksum-crc32"
    };
    S3Api.Reply put = s3.put("/bucket/k", chunked, headers);
    assertThat(put.header("x-amz-checksum-crc32")).isEqualTo("NhCmhg==");

    S3Api.Reply got = s3.get("/bucket/k", "x-amz-checksum-mode", "ENABLED");
    assertThat(got.text()).isEqualTo("hello");
    assertThat(got.header("content-encoding")).isEmpty();
    assertThat(got.header("x-amz-checksum-crc32")).isEqualTo("NhCmhg==");

    assertThat(s3.put("/bucket/k", chunked.replace("NhCm", "AAAA"), headers).code())
        .isEqualTo("BadDigest");
    assertThat(s3.put("/bucket/k", chunked.substring(0, 6), headers).code())
        .isEqualTo("IncompleteBody");
    assertThat(s3.get("/bucket/k").text()).isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "crc32,y/Q5Jg==",
    "crc32c,4waSgw==",
    "crc64nvme,rosUhgp5mIg=",
    "sha1,98O8HYCOBHMq32eZZczDTKeuNEE=",
    "sha256,FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
  })
  void checksumsAreVerifiedAndEchoed(String name, String value) {
    String header = "x-amz-checksum-" + name;

    assertThat(s3.put("/bucket/k", "123456789", header, value).header(header)).isEqualTo(value);
    assertThat(s3.head("/bucket/k", "x-amz-checksum-mode", "ENABLED").header(header))
        .isEqualTo(value);
    assertThat(s3.put("/bucket/k", "12345678", header, value).code()).isEqualTo("BadDigest");
    assertThat(s3.put("/bucket/k", "123456789", header, "?").code()).isEqualTo("InvalidRequest");
    assertThat(s3.get("/bucket/k").text()).isEqualTo("123456789");
  }

  @Test
  void aBodyMustMeetItsMd5AndItsSignedHash() throws Exception {
    byte[] md5 = MessageDigest.getInstance("MD5").digest("x".getBytes(UTF_8));
    String right = Base64.getEncoder().encodeToString(md5);

    assertThat(s3.put("/bucket/k", "x", "content-md5", right).status()).isEqualTo(200);
    assertThat(s3.put("/bucket/k", "y", "content-md5", right).code()).isEqualTo("BadDigest");
    assertThat(s3.put("/bucket/k", "y", "content-md5", "x").code()).isEqualTo("InvalidDigest");
    String hash =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest("x".getBytes(UTF_8)));
    assertThat(s3.put("/bucket/k", "x", "x-amz-content-sha256", hash).status()).isEqualTo(200);
    assertThat(s3.put("/bucket/k", "y", "x-amz-content-sha256", hash).code())
        .isEqualTo("XAmzContentSHA256Mismatch");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, Piece.SMALL, Piece.SMALL + 1, 3_000_000})
  void everySizeComesBackWholeAndInParts(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    assertThat(s3.put("/bucket/k", bytes).status()).isEqualTo(200);

    assertThat(s3.get("/bucket/k").body()).isEqualTo(bytes);
    if (size > 10) {
      S3Api.Reply part = s3.get("/bucket/k", "range", "bytes=5-" + (size - 2));
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.header("content-range")).isEqualTo("bytes 5-" + (size - 2) + "/" + size);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 5, size - 1));
    }
    assertThat(s3.get("/bucket/k", "range", "bytes=" + size + "-").code())
        .isEqualTo("InvalidRange");
  }

  @Test
  void conditionsDecideOnReads() {
    String etag = s3.put("/bucket/k", "x").header("etag");
    String past = "Mon, 01 Jan 2001 00:00:00 GMT";
    String future = "Sun, 01 Jan 2040 00:00:00 GMT";

    assertThat(s3.get("/bucket/k", "if-match", etag).status()).isEqualTo(200);
    assertThat(s3.get("/bucket/k", "if-match", "\"other\"").code()).isEqualTo("PreconditionFailed");
    S3Api.Reply unchanged = s3.get("/bucket/k", "if-none-match", etag);
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.header("etag")).isEqualTo(etag);
    assertThat(unchanged.body()).isEmpty();
    assertThat(s3.head("/bucket/k", "if-none-match", etag).status()).isEqualTo(304);
    assertThat(s3.get("/bucket/k", "if-modified-since", past).status()).isEqualTo(200);
    assertThat(s3.get("/bucket/k", "if-modified-since", future).status()).isEqualTo(304);
    assertThat(s3.get("/bucket/k", "if-unmodified-since", past).status()).isEqualTo(412);
    assertThat(s3.get("/bucket/k", "if-unmodified-since", past, "if-match", etag).status())
        .isEqualTo(200);
  }

  @Test
  void conditionsDecideOnWrites() {
    assertThat(s3.put("/bucket/k", "1", "if-match", "\"x\"").code()).isEqualTo("NoSuchKey");
    String etag = s3.put("/bucket/k", "1", "if-none-match", "*").header("etag");
    assertThat(s3.put("/bucket/k", "2", "if-none-match", "*").status()).isEqualTo(412);
    assertThat(s3.put("/bucket/k", "2", "if-match", "\"x\"").status()).isEqualTo(412);
    assertThat(s3.put("/bucket/k", "2", "if-match", etag).status()).isEqualTo(200);
    assertThat(s3.get("/bucket/k").text()).isEqualTo("2");
  }

  @Test
  void aCopyKeepsOrReplacesWhatIsSaid() {
    s3.put("/bucket/a%2Bb", "x", "content-type", "text/css", "x-amz-meta-a", "1");

    S3Api.Reply copy = s3.put("/bucket/kept", "", "x-amz-copy-source", "/bucket/a%2Bb");
    assertThat(copy.element("ETag")).contains("9dd4e461268c8034f5c8564e155c67a6");
    assertThat(s3.head("/bucket/kept").headers())
        .containsEntry("content-type", "text/css")
        .containsEntry("x-amz-meta-a", "1");
    s3.put(
        "/bucket/replaced",
        "",
        "x-amz-copy-source",
        "bucket/a%2Bb",
        "x-amz-metadata-directive",
        "REPLACE",
        "x-amz-meta-b",
        "2");
    assertThat(s3.head("/bucket/replaced").headers())
        .containsEntry("x-amz-meta-b", "2")
        .doesNotContainKey("x-amz-meta-a");
    assertThat(s3.put("/bucket/kept", "", "x-amz-copy-source", "/bucket/kept").code())
        .isEqualTo("InvalidRequest");
    assertThat(s3.put("/bucket/new", "", "x-amz-copy-source", "/bucket/none").code())
        .isEqualTo("NoSuchKey");
    assertThat(s3.put("/bucket/new", "", "x-amz-copy-source", "/nowhere/k").code())
        .isEqualTo("NoSuchBucket");
    assertThat(s3.put("/bucket/new", "", "x-amz-copy-source", "bucket").code())
        .isEqualTo("InvalidArgument");
  }

  @Test
  void otherServicesOpenObjects() {
    s3.put("/bucket/k", "x".repeat(Piece.SMALL + 1));
    Blob open = opened(Map.of("Bucket", "bucket", "Key", "k"));
    s3.put("/bucket/k", "another");

    assertThat(open.size()).isEqualTo(Piece.SMALL + 1);
    assertThat(open.bytes()).hasSize(Piece.SMALL + 1).containsOnly('x');
    assertThatThrownBy(() -> opened(Map.of("Bucket", "bucket", "Key", "none")))
        .hasMessageStartingWith("NoSuchKey: ");
    assertThatThrownBy(() -> opened(Map.of("Bucket", "nowhere", "Key", "k")))
        .hasMessageStartingWith("NoSuchBucket: ");
    assertThatThrownBy(
            () -> opened(Map.of("Bucket", "bucket", "Key", "k", "VersionId", "a".repeat(32))))
        .hasMessageStartingWith("NoSuchVersion: ");
  }

  private Blob opened(Map<String, Object> input) {
    ServiceClient client = new ServiceClient(() -> List.of(world.s3.service()), Clock.system());
    Scope scope = new Scope(Scope.DEFAULT_REGION, Scope.DEFAULT_ACCOUNT, "", Optional.empty());
    return client.call(scope, "s3", "GetObject", input).optionalBlob("Body").orElseThrow();
  }

  @Test
  void deletingWhatIsNotThereSucceeds() {
    s3.put("/bucket/k", "x");

    assertThat(s3.delete("/bucket/k").status()).isEqualTo(204);
    assertThat(s3.delete("/bucket/k").status()).isEqualTo(204);
    assertThat(s3.get("/bucket/k").code()).isEqualTo("NoSuchKey");
    assertThat(s3.get("/nowhere/k").code()).isEqualTo("NoSuchBucket");
    assertThat(s3.head("/bucket/k").status()).isEqualTo(404);
  }

  @Test
  void manyObjectsAreDeletedAtOnce() {
    s3.put("/bucket/a", "x");
    s3.put("/bucket/b%3Cc", "x");
    String xml =
        "<Delete><Object><Key>a</Key></Object><Object><Key>b&lt;c</Key></Object>"
            + "<Object><Key>none</Key></Object><Object><Key>a</Key><VersionId>bad</VersionId>"
            + "</Object></Delete>";

    S3Api.Reply reply = s3.post("/bucket?delete", xml);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.elements("Key")).containsExactly("a", "b&lt;c", "none", "a");
    assertThat(reply.code()).isEqualTo("InvalidArgument");
    assertThat(s3.get("/bucket?list-type=2").element("KeyCount")).isEqualTo("0");
    assertThat(s3.post("/bucket?delete", "<Delete>").code()).isEqualTo("MalformedXML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../../etc/passwd", "..", ".", "//", "%00", "a%00b", "%01", "%ff", "a\\b"})
  void aKeyIsNeverAPath(String key) {
    String path = "/bucket/" + key.replace("\\", "%5C");

    assertThat(s3.put(path, "mine").status()).isEqualTo(200);
    assertThat(s3.get(path).text()).isEqualTo("mine");
    assertThat(s3.delete(path).status()).isEqualTo(204);
  }

  @Test
  void keysHaveALimitInBytes() {
    assertThat(s3.put("/bucket/" + "%C3%A4".repeat(512), "x").status()).isEqualTo(200);
    assertThat(s3.put("/bucket/" + "%C3%A4".repeat(512) + "x", "x").code())
        .isEqualTo("KeyTooLongError");
  }

  @Test
  void whatIsNotEmulatedIsSaidByName() {
    assertThat(
            s3.put("/bucket/k", "x", "x-amz-server-side-encryption-customer-algorithm", "AES256")
                .text())
        .contains("NotImplemented", "SSECustomerAlgorithm");
    assertThat(s3.put("/bucket/k", "x", "x-amz-acl", "public-read").code())
        .isEqualTo("AccessControlListNotSupported");
    assertThat(s3.put("/bucket/k", "x", "x-amz-checksum-xxhash64", "AAAA").code())
        .isEqualTo("NotImplemented");
    s3.put("/bucket/source", "x");
    assertThat(
            s3.put(
                    "/bucket/k",
                    "",
                    "x-amz-copy-source",
                    "/bucket/source",
                    "x-amz-checksum-algorithm",
                    "XXHASH64")
                .text())
        .contains("NotImplemented", "XXHASH64");
  }
}

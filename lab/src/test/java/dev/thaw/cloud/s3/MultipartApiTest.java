package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartApiTest {

  private static final String KEY = "/bucket/big";

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

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }

  @Test
  void partsMayComeInAnyOrderAndBeReplaced() {
    byte[] first = bytes(1, (int) S3Limits.MIN_PART);
    byte[] last = bytes(2, 100);
    String upload = s3.begin(KEY, "content-type", "text/css", "x-amz-meta-a", "b");
    String lastTag = s3.part(KEY, upload, 9, last);
    s3.part(KEY, upload, 2, bytes(3, 1000));
    String firstTag = s3.part(KEY, upload, 2, first);

    assertThat(s3.get(KEY).status()).isEqualTo(404);
    assertThat(s3.get(KEY + "?uploadId=" + upload).elements("PartNumber"))
        .containsExactly("2", "9");
    S3Api.Reply done = s3.complete(KEY, upload, 2, firstTag, 9, lastTag);
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.element("ETag")).endsWith("-2&quot;");
    S3Api.Reply got = s3.get(KEY);
    assertThat(got.body()).isEqualTo(join(first, last));
    assertThat(got.headers())
        .containsEntry("content-type", "text/css")
        .containsEntry("x-amz-meta-a", "b");
    long border = S3Limits.MIN_PART;
    assertThat(s3.get(KEY, "range", "bytes=" + (border - 2) + "-" + (border + 1)).body())
        .containsExactly(first[first.length - 2], first[first.length - 1], last[0], last[1]);
    S3Api.Reply part = s3.get(KEY + "?partNumber=2");
    assertThat(part.body()).isEqualTo(last);
    assertThat(part.header("x-amz-mp-parts-count")).isEqualTo("2");
    assertThat(s3.get(KEY + "?uploadId=" + upload).code()).isEqualTo("NoSuchUpload");
  }

  @Test
  void partsMayComeAtOnce() throws Exception {
    String upload = s3.begin(KEY);
    Object[] parts = new Object[16];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> tags =
          IntStream.range(0, 8)
              .mapToObj(i ->
                  threads.submit(
                      () -> s3.part(KEY, upload, i + 1, bytes(i, (int) S3Limits.MIN_PART))))
              .toList();
      for (int i = 0; i < 8; i++) {
        parts[2 * i] = i + 1;
        parts[2 * i + 1] = tags.get(i).get();
      }
    }
    assertThat(s3.complete(KEY, upload, parts).status()).isEqualTo(200);
    assertThat(s3.head(KEY).header("content-length"))
        .isEqualTo(Long.toString(8 * S3Limits.MIN_PART));
    assertThat(s3.get(KEY + "?partNumber=5").body()).isEqualTo(bytes(4, (int) S3Limits.MIN_PART));
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedInAwsWords() {
    String upload = s3.begin(KEY);
    String one = s3.part(KEY, upload, 1, bytes(1, 10));
    String two = s3.part(KEY, upload, 2, bytes(2, 10));

    assertThat(s3.complete(KEY, upload, 2, two, 1, one).code()).isEqualTo("InvalidPartOrder");
    assertThat(s3.complete(KEY, upload, 1, one, 1, one).code()).isEqualTo("InvalidPartOrder");
    assertThat(s3.complete(KEY, upload, 1, two).code()).isEqualTo("InvalidPart");
    assertThat(s3.complete(KEY, upload, 3, two).code()).isEqualTo("InvalidPart");
    S3Api.Reply small = s3.complete(KEY, upload, 1, one, 2, two);
    assertThat(small.code()).isEqualTo("EntityTooSmall");
    assertThat(small.element("PartNumber")).isEqualTo("1");
    assertThat(s3.complete(KEY, upload).code()).isEqualTo("MalformedXML");
    assertThat(s3.complete(KEY, "unknown", 1, one).code()).isEqualTo("NoSuchUpload");
    assertThat(s3.put(KEY + "?partNumber=0&uploadId=" + upload, "x").code())
        .isEqualTo("InvalidArgument");
    assertThat(s3.put(KEY + "?partNumber=10001&uploadId=" + upload, "x").code())
        .isEqualTo("InvalidArgument");
    assertThat(s3.complete(KEY, upload, 2, two).status()).isEqualTo(200);
    assertThat(s3.get(KEY).body()).isEqualTo(bytes(2, 10));
  }

  @Test
  void theChecksumOfTheWholeFollowsFromThoseOfTheParts() {
    byte[] first = bytes(1, (int) S3Limits.MIN_PART);
    byte[] last = "end".getBytes(UTF_8);
    CRC32 crc = new CRC32();
    crc.update(first);
    crc.update(last);
    String whole = Base64.getEncoder().encodeToString(Crc64.bytes(crc.getValue(), 4));
    String[] full = {"x-amz-checksum-algorithm", "CRC32", "x-amz-checksum-type", "FULL_OBJECT"};
    String upload = s3.begin(KEY, full);
    S3Api.Reply done =
        s3.complete(
            KEY, upload, 1, s3.part(KEY, upload, 1, first), 2, s3.part(KEY, upload, 2, last));
    assertThat(done.element("ChecksumCRC32")).isEqualTo(whole);
    assertThat(s3.head(KEY, "x-amz-checksum-mode", "ENABLED").headers())
        .containsEntry("x-amz-checksum-crc32", whole)
        .containsEntry("x-amz-checksum-type", "FULL_OBJECT");

    String composite = s3.begin(KEY, "x-amz-checksum-algorithm", "SHA256");
    done = s3.complete(KEY, composite, 1, s3.part(KEY, composite, 1, last));
    assertThat(done.element("ChecksumSHA256")).endsWith("-1");
    assertThat(done.element("ChecksumType")).isEqualTo("COMPOSITE");
    assertThat(
            s3.post(
                    KEY + "?uploads",
                    "",
                    "x-amz-checksum-algorithm",
                    "SHA1",
                    "x-amz-checksum-type",
                    "FULL_OBJECT")
                .code())
        .isEqualTo("InvalidRequest");
  }

  @Test
  void partsAreCopiedFromObjects() {
    byte[] source = bytes(1, (int) S3Limits.MIN_PART + 1000);
    s3.put("/bucket/source", source);
    String upload = s3.begin(KEY);
    String path = KEY + "?uploadId=" + upload + "&partNumber=";
    String one = s3.put(path + 1, "", "x-amz-copy-source", "bucket/source").element("ETag");
    String two =
        s3.put(
                path + 2,
                "",
                "x-amz-copy-source",
                "bucket/source",
                "x-amz-copy-source-range",
                "bytes=10-19")
            .element("ETag");
    assertThat(
            s3.put(
                    path + 3,
                    "",
                    "x-amz-copy-source",
                    "bucket/source",
                    "x-amz-copy-source-range",
                    "bytes=10-99999999")
                .code())
        .isEqualTo("InvalidArgument");

    assertThat(s3.complete(KEY, upload, 1, one, 2, two).status()).isEqualTo(200);
    assertThat(s3.get(KEY).body()).isEqualTo(join(source, Arrays.copyOfRange(source, 10, 20)));
  }

  @Test
  void uploadsAreListedUntilTheyEnd() {
    String first = s3.begin("/bucket/a/1");
    String second = s3.begin("/bucket/a/1");
    String third = s3.begin("/bucket/b");

    S3Api.Reply all = s3.get("/bucket?uploads");
    assertThat(all.elements("UploadId")).containsExactly(first, second, third);
    S3Api.Reply page = s3.get("/bucket?uploads&max-uploads=1");
    assertThat(page.elements("UploadId")).containsExactly(first);
    assertThat(page.element("IsTruncated")).isEqualTo("true");
    assertThat(
            s3.get("/bucket?uploads&key-marker=a/1&upload-id-marker=" + first).elements("UploadId"))
        .containsExactly(second, third);
    assertThat(s3.get("/bucket?uploads&delimiter=/").elements("Prefix")).contains("a/");
    assertThat(s3.delete("/bucket/a/1?uploadId=" + first).status()).isEqualTo(204);
    assertThat(s3.delete("/bucket/a/1?uploadId=" + first).code()).isEqualTo("NoSuchUpload");
    assertThat(s3.delete("/bucket").status()).isEqualTo(204);
  }
}

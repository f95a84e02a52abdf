package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CrashTest {

  private static final byte[] BIG = new byte[Piece.SMALL * 3];

  @TempDir private Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterAStart() throws IOException {
    Arrays.fill(BIG, (byte) 7);
    String upload;
    String etag;
    try (S3World world = new S3World(folder)) {
      S3Api s3 = new S3Api(world.port());
      s3.put("/bucket", "");
      s3.put("/bucket/small", "x", "x-amz-meta-a", "b");
      s3.put("/bucket/big", BIG);
      s3.put("/bucket/replaced", BIG);
      s3.put("/bucket/replaced", "now small");
      s3.put("/bucket/gone", BIG);
      s3.delete("/bucket/gone");
      upload = s3.begin("/bucket/parts");
      etag = s3.part("/bucket/parts", upload, 1, BIG);
    }
    Files.write(folder.resolve("objects/left-over"), BIG);
    try (S3World world = new S3World(folder)) {
      S3Api s3 = new S3Api(world.port());
      assertThat(files()).isEqualTo(2);
      assertThat(s3.get("/bucket/small").header("x-amz-meta-a")).isEqualTo("b");
      assertThat(s3.get("/bucket/big").body()).isEqualTo(BIG);
      assertThat(s3.get("/bucket/replaced").text()).isEqualTo("now small");
      assertThat(s3.get("/bucket/gone").status()).isEqualTo(404);
      assertThat(s3.complete("/bucket/parts", upload, 1, etag).status()).isEqualTo(200);
      assertThat(s3.get("/bucket/parts").body()).isEqualTo(BIG);
    }
  }

  @Test
  void nothingIsLeftOfWhatWasRefusedReplacedOrAborted() throws IOException {
    try (S3World world = new S3World(folder)) {
      S3Api s3 = new S3Api(world.port());
      s3.put("/bucket", "");
      s3.put("/bucket/k", BIG, "content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
      assertThat(files()).isZero();
      s3.put("/bucket/k", BIG);
      s3.put("/bucket/k", BIG);
      assertThat(files()).isEqualTo(1);
      String upload = s3.begin("/bucket/parts");
      s3.part("/bucket/parts", upload, 1, BIG);
      s3.part("/bucket/parts", upload, 1, BIG);
      s3.part("/bucket/parts", upload, 2, BIG);
      assertThat(files()).isEqualTo(3);
      s3.delete("/bucket/parts?uploadId=" + upload);
      assertThat(files()).isEqualTo(1);
      s3.delete("/bucket/k");
      assertThat(files()).isZero();
    }
  }

  @Test
  void nothingIsLeftOfABodyThatWasCutOff() throws IOException {
    try (S3World world = new S3World(folder)) {
      S3Api s3 = new S3Api(world.port());
      s3.put("/bucket", "");
      for (int sent : List.of(10, Piece.SMALL + 10, 2_000_000)) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port())) {
          String head =
              "PUT /bucket/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                  .formatted(sent + 1);
          socket.getOutputStream().write(head.getBytes(US_ASCII));
          socket.getOutputStream().write(new byte[sent]);
          socket.shutdownOutput();
          String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
          assertThat(answer).contains("400 Bad Request", "IncompleteBody");
        }
        assertThat(files()).isZero();
        assertThat(s3.get("/bucket/k").status()).isEqualTo(404);
      }
    }
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("objects"))) {
      return files.count();
    }
  }
}

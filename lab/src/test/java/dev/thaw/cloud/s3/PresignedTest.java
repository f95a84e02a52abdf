package dev.thaw.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.timeline.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresignedTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String SIGNED =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A/20261124/us-east-1/s3/aws4_request"
          + "&X-Amz-SignedHeaders=host&X-Amz-Signature=0";

  @TempDir private Path folder;
  private S3World world;
  private S3Api s3;

  @BeforeEach
  void open() throws IOException {
    long now = TimeUnit.SECONDS.toNanos(NOW.getEpochSecond());
    world = new S3World(folder, 0, new VirtualClock(now));
    s3 = new S3Api(world.port());
    s3.put("/bucket", "");
    s3.put("/bucket/k", "x");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "20261124T115959Z,1,200,''",
    "20261124T115958Z,1,403,AccessDenied",
    "20261117T120000Z,604800,200,''",
    "20261124T115959Z,604801,400,AuthorizationQueryParametersError",
    "20261124T115959Z,-1,400,AuthorizationQueryParametersError",
    "20261124T115959Z,x,400,AuthorizationQueryParametersError",
    "yesterday,60,400,AuthorizationQueryParametersError",
    "20261124T115959Z,99999999999999999999,400,AuthorizationQueryParametersError",
  })
  void aUrlIsGoodForAsLongAsItSays(String date, String seconds, int status, String code) {
    S3Api.Reply reply =
        s3.get("/bucket/k?" + SIGNED + "&X-Amz-Date=" + date + "&X-Amz-Expires=" + seconds);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.code()).isEqualTo(code);
  }

  @Test
  void soIsOneOfTheOlderKind() {
    String path = "/bucket/k?AWSAccessKeyId=A&Signature=0&Expires=";

    assertThat(s3.get(path + (NOW.getEpochSecond() + 1)).text()).isEqualTo("x");
    S3Api.Reply late = s3.get(path + (NOW.getEpochSecond() - 1));
    assertThat(late.status()).isEqualTo(403);
    assertThat(late.element("Message")).isEqualTo("Request has expired");
  }
}

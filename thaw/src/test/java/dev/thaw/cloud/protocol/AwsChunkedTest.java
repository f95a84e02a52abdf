package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsChunkedTest {

  @Test
  void joinsSignedChunks() throws IOException {
    assertThat(
            decode(
                "5;chunk-signature=ab\r\nhello\r\n3;chunk-signature=cd\r\n, w\r\n0;chunk-signature=ef\r\n\r\n"))
        .isEqualTo("hello, w");
  }

  @Test
  void keepsTrailers() throws IOException {
    AwsChunked chunked =
        new AwsChunked(bytes("2\r\nhi\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"));

    assertThat(chunked.readAllBytes()).isEqualTo("hi".getBytes(US_ASCII));
    assertThat(chunked.trailers()).containsEntry("x-amz-checksum-crc32", "AAAAAA==");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5\r\nhel",
        "5\r\nhello",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "zz\r\n",
        "-5\r\nhello",
        "+5\r\nhello",
        "ffffffffffffffff\r\nx",
        "0\r\nno colon\r\n\r\n"
      })
  void refusesABrokenBody(String body) {
    assertThatThrownBy(() -> decode(body)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesALineWithoutEnd() {
    assertThatThrownBy(() -> decode("5;" + "a".repeat(5000))).hasMessageContaining("line over");
  }

  private static String decode(String body) throws IOException {
    return new String(new AwsChunked(bytes(body)).readAllBytes(), US_ASCII);
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }
}

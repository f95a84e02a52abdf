package dev.thaw.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.timeline.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

  private static final Limits SMALL = new Limits(512, 8, 16, 1000);

  /// Gives few bytes at a time, so that every boundary falls between two reads.
  private static final class Trickle extends InputStream {
    private final InputStream bytes;
    private final int most;

    Trickle(byte[] bytes, int most) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, Math.min(most, length));
    }
  }

  private static ResponseReader reader(String raw, int most) {
    return new ResponseReader(
        new Trickle(raw.getBytes(StandardCharsets.ISO_8859_1), most), SMALL, new VirtualClock(1));
  }

  private static Response read(String raw) throws IOException {
    Response whole = reader(raw, 1 << 20).read("GET").response();
    Response trickled = reader(raw, 1).read("GET").response();
    assertThat(trickled.body()).isEqualTo(whole.body());
    assertThat(trickled.headers()).isEqualTo(whole.headers());
    return trickled;
  }

  private static void refuses(String raw, HttpFailure.Kind kind, String message) {
    for (int most : new int[] {1, 1 << 20}) {
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(() -> reader(raw, most).read("GET"))
          .withMessageContaining(message)
          .matches(e -> e.kind() == kind);
    }
  }

  @Test
  void readsALength() throws IOException {
    Response response = read("HTTP/1.1 200 Fine\r\nContent-Length: 3\r\nX: a\r\nx: b \r\n\r\nabc");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.reason()).isEqualTo("Fine");
    assertThat(response.body()).asString().isEqualTo("abc");
    assertThat(response.headers().all("X")).containsExactly("a", "b");
    assertThat(response.wireBytes()).isEqualTo(56);
  }

  @Test
  void readsChunksWithExtensionsAndTrailers() throws IOException {
    Response response =
        read(
            """
            HTTP/1.1 200 OK\r
            Transfer-Encoding: chunked\r
            \r
            3;a="b"\r
            abc\r
            A \r
            0123456789\r
            0\r
            T: v\r
            \r
            """);
    assertThat(response.body()).asString().isEqualTo("abc0123456789");
    assertThat(response.trailers().first("t")).contains("v");
  }

  @Test
  void passesOverInterimAnswers() throws IOException {
    Response response =
        read(
            """
            HTTP/1.1 100 Continue\r
            \r
            HTTP/1.1 103 Early Hints\r
            Link: x\r
            \r
            HTTP/1.1 204 \r
            Content-Length: 5\r
            \r
            """);
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.bodyBytes()).isZero();
  }

  @Test
  void readsToTheEndWhereNothingElseEndsTheBody() throws IOException {
    ResponseReader.Arrival arrival = reader("HTTP/1.0 200 OK\r\n\r\nall of it", 4).read("GET");
    assertThat(arrival.response().body()).asString().isEqualTo("all of it");
    assertThat(arrival.reusable()).isFalse();
  }

  @Test
  void expectsNoBodyAfterHead() throws IOException {
    ResponseReader.Arrival arrival =
        reader("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", 7).read("HEAD");
    assertThat(arrival.response().bodyBytes()).isZero();
    assertThat(arrival.reusable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nunasked",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      })
  void doesNotReuseAConnectionInDoubt(String raw) throws IOException {
    assertThat(reader(raw, 1 << 20).read("GET").reusable()).isFalse();
  }

  @Test
  void countsWhatItDoesNotKeep() throws IOException {
    Response response = read("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + "x".repeat(500));
    assertThat(response.bodyBytes()).isEqualTo(500);
    assertThat(response.body()).hasSize(16);
    assertThat(response.whole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "\r\n\r\n\r\n",
        "HTTP/1.1 200 O\0K\r\n\r\n"
      })
  void refusesAStatusLineThatIsNone(String raw) {
    refuses(raw, HttpFailure.Kind.PROTOCOL, "status line: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": v",
        "no colon",
        "a b: c",
        "a : b",
        " folded: x",
        "x: \u0001",
        "x: a\rb",
        "é: x"
      })
  void refusesAHeaderLineThatIsNone(String line) {
    refuses("HTTP/1.1 200 OK\r\n" + line + "\r\n\r\n", HttpFailure.Kind.PROTOCOL, "header line: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "+1",
        "1 1",
        "0x10",
        "",
        "1e3",
        "9999999999999999999",
        "1\r\nContent-Length: 2"
      })
  void refusesALengthInDoubt(String length) {
    refuses(
        "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nxx",
        HttpFailure.Kind.PROTOCOL,
        "content length: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "chunked, gzip", "identity", "chunked\r\nTransfer-Encoding: chunked"})
  void refusesAnUnknownTransferCoding(String coding) {
    refuses(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n",
        HttpFailure.Kind.PROTOCOL,
        "transfer coding: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "-1", "0x1", " 1", "1x", "1234567890abcdef0"})
  void refusesAChunkSizeThatIsNone(String size) {
    refuses(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\nx\r\n",
        HttpFailure.Kind.PROTOCOL,
        "chunk size: ");
  }

  @Test
  void refusesAChunkThatIsLongerThanItSays() {
    refuses(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        HttpFailure.Kind.PROTOCOL,
        "after a chunk: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\nA: b\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"
      })
  void namesAnAnswerCutShort(String raw) {
    refuses(raw, HttpFailure.Kind.CLOSED, "in the middle of its answer");
  }

  @Test
  void boundsHeadsFieldsAndBodies() {
    String ok = "HTTP/1.1 200 OK\r\n";
    refuses(ok + "x".repeat(600), HttpFailure.Kind.LIMIT, "head: over 512 bytes");
    refuses(ok + "a: b\r\n".repeat(9) + "\r\n", HttpFailure.Kind.LIMIT, "header fields: over 8");
    refuses(ok + "Content-Length: 1001\r\n\r\n", HttpFailure.Kind.LIMIT, "body: 1001 bytes");
    refuses(ok + "\r\n" + "x".repeat(1001), HttpFailure.Kind.LIMIT, "body: over 1000 bytes");
    refuses(
        ok + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(1001),
        HttpFailure.Kind.LIMIT,
        "body: 1001 bytes");
    refuses(
        ok + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n",
        HttpFailure.Kind.LIMIT,
        "body: ");
    refuses(
        ok + "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(600),
        HttpFailure.Kind.LIMIT,
        "head: ");
    refuses("HTTP/1.1 100 Continue\r\n\r\n".repeat(20), HttpFailure.Kind.PROTOCOL, "interim");
  }

  @Test
  void survivesEveryAccidentToAGoodAnswer() throws IOException {
    byte[] good =
        """
        HTTP/1.1 200 OK\r
        Transfer-Encoding: chunked\r
        X: y\r
        \r
        5\r
        hello\r
        0\r
        T: v\r
        \r
        """
            .getBytes(StandardCharsets.ISO_8859_1);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    int answered = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bad = good.clone();
      for (int hit = random.nextInt(3); hit >= 0; hit--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      ResponseReader reader =
          new ResponseReader(new Trickle(bad, 1 + random.nextInt(16)), SMALL, new VirtualClock(1));
      try {
        Response response = reader.read("GET").response();
        assertThat(response.bodyBytes()).isBetween(0L, 1000L);
        answered++;
      } catch (HttpFailure e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(answered).isBetween(1, 19_999);
  }
}

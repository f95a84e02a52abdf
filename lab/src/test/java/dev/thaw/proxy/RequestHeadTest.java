package dev.thaw.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

  private static RequestHead read(String text) throws IOException {
    return Objects.requireNonNull(
        RequestHead.read(new ByteArrayInputStream(text.getBytes(ISO_8859_1))));
  }

  @Test
  void readsAHeadAndLeavesTheBody() throws IOException {
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            "\r\nPOST http://a.example/x HTTP/1.1\r\nHost: a.example\r\nX:\r\n\r\nbody"
                .getBytes(ISO_8859_1));
    RequestHead head = Objects.requireNonNull(RequestHead.read(in));
    assertThat(head.target()).isEqualTo("http://a.example/x");
    assertThat(head.first("HOST")).contains("a.example");
    assertThat(head.first("x")).contains("");
    assertThat(in.readAllBytes()).asString(ISO_8859_1).isEqualTo("body");
  }

  @Test
  void forwardsWhatIsNotBetweenTheClientAndTheProxy() throws IOException {
    RequestHead head =
        read(
            String.join(
                "\r\n",
                "GET http://a.example/x HTTP/1.1",
                "Host: a.example",
                "Proxy-Authorization: Basic x",
                "Connection: keep-alive",
                "Accept: */*",
                "",
                ""));
    assertThat(new String(head.forwarded("/x", List.of("A: b")), ISO_8859_1))
        .isEqualTo(
            "GET /x HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\nConnection: close\r\nA: b\r\n\r\n");
  }

  @Test
  void keepsARequestToChangeTheProtocol() throws IOException {
    RequestHead head = read("GET /x HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    assertThat(new String(head.forwarded("/x", List.of()), ISO_8859_1))
        .contains("\r\nUpgrade: websocket\r\n")
        .contains("\r\nConnection: Upgrade\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "GET / HTTP/1.1",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n",
        "G\tT / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nno field\r\n\r\n",
        "GET / HTTP/1.1\r\nName : value\r\n\r\n",
        "GET / HTTP/1.1\r\nName: value\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nName: va\rlue\r\n\r\n"
      })
  void refusesWhatIsNoHead(String text) {
    assertThatExceptionOfType(RequestHead.Malformed.class)
        .isThrownBy(() -> read(text))
        .matches(e -> e.status == 400);
  }

  @Test
  void refusesHeadsWithoutEnd() {
    assertThatExceptionOfType(RequestHead.Malformed.class)
        .isThrownBy(() -> read("GET /" + "x".repeat(70_000)))
        .matches(e -> e.status == 431);
    assertThatExceptionOfType(RequestHead.Malformed.class)
        .isThrownBy(() -> read("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(300) + "\r\n"))
        .matches(e -> e.status == 431);
  }

  @Test
  void survivesAnyBytes() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String valid = "GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\nA: b\r\n\r\n";
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = valid.getBytes(ISO_8859_1);
      for (int change = random.nextInt(5); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        RequestHead head = RequestHead.read(new ByteArrayInputStream(bytes));
        if (head != null) {
          assertThat(head.forwarded("/", List.of())).as("seed %d", seed).isNotEmpty();
        }
      } catch (RequestHead.Malformed e) {
        assertThat(e.status).as("seed %d", seed).isIn(400, 431);
      }
    }
  }
}

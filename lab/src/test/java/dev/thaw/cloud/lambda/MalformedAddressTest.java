package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths and queries that are not validly encoded, byte by byte.
class MalformedAddressTest {

  private static final Pattern LENGTH =
      Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE);

  @TempDir Path folder;
  private LambdaWorld world;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String get(String address, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port())) {
      socket.setSoTimeout(3_000);
      StringBuilder request = new StringBuilder("GET " + address + " HTTP/1.1\r\nHost: x\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
      return answer(socket.getInputStream());
    }
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return head.toString();
      }
      head.append((char) c);
    }
    Matcher length = LENGTH.matcher(head);
    return length.find()
        ? head + new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1)
        : head.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/2015-03-31/functions?Marker=%zz",
        "/2015-03-31/functions?Marker=%",
        "/2015-03-31/functions?%4=1",
        "/2015-03-31/functions/%zz",
        "/2015-03-31/functions/a%2",
        "/2015-03-31/functions/%/configuration",
        "/2015-03-31/functions/%ff%fe",
      })
  void areRefusedInTheShapeOfRestJson(String address) throws IOException {
    String answer = get(address);
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("x-amzn-ErrorType: ")
        .containsIgnoringCase("x-amzn-RequestId: ")
        .contains("{\"");
  }

  @Test
  void areRefusedInTheShapeOfS3() throws IOException {
    String signed =
        "Authorization: AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/s3/aws4_request, "
            + "SignedHeaders=host, Signature=0";
    for (String address : new String[] {"/bucket/%zz", "/bucket?prefix=%zz", "/bucket/a%"}) {
      String answer = get(address, signed);
      assertThat(answer).doesNotStartWith("HTTP/1.1 200").contains("<Error>");
    }
  }

  @Test
  void areRefusedBelowThawsOwnPathsToo() throws IOException {
    assertThat(get("/_thaw/%zz")).startsWith("HTTP/1.1 4");
    assertThat(get("/_thaw/nothing?a=%zz")).startsWith("HTTP/1.1 4");
  }

  @Test
  void neverGetAnEmptyAnswer() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "%%%25zf/?&=#;+.:@[]{}|\\^`\"<>'~\u00e9\u0001";
    for (int i = 0; i < 300; i++) {
      StringBuilder address = new StringBuilder("/2015-03-31/functions");
      int length = random.nextInt(12);
      for (int c = 0; c < length; c++) {
        address.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String answer = get(address.toString());
      assertThat(answer).as("seed %d: %s", seed, address).startsWith("HTTP/1.1 ");
      assertThat(answer).as("seed %d: %s", seed, address).doesNotStartWith("HTTP/1.1 5");
      assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4))
          .as("seed %d: %s", seed, address)
          .isNotEmpty();
    }
  }
}

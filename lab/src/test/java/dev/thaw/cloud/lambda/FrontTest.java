package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The door itself, spoken to byte by byte.
class FrontTest {

  private static final String INVOKE =
      "POST /2015-03-31/functions/hello/invocations HTTP/1.1\r\nHost: x\r\n";

  @TempDir Path folder;
  private LambdaWorld world;
  private Socket socket;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    new Api(world.port()).create("hello");
    socket = new Socket(InetAddress.getLoopbackAddress(), world.port());
    socket.setSoTimeout(20_000);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    world.close();
  }

  @Test
  void answersManyRequestsOnOneConnection() throws IOException {
    for (int i = 0; i < 3; i++) {
      write(INVOKE + "Content-Length: 7\r\n\r\n{\"a\":" + i + "}");
      assertThat(answer()).startsWith("HTTP/1.1 200").endsWith("{\"a\":" + i + "}");
    }
  }

  @Test
  void answersHttp2() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + world.port() + Api.FUNCTIONS + "/hello"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"FunctionName\":\"hello\"");
    }
  }

  @Test
  void asksForABodyThatWaitsForIt() throws IOException {
    write(INVOKE + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");

    assertThat(head()).startsWith("HTTP/1.1 100");
    write("{}");
    assertThat(answer()).startsWith("HTTP/1.1 200");
  }

  @Test
  void readsAChunkedBody() throws IOException {
    write(INVOKE + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n");

    assertThat(answer()).endsWith("{\"a\":1}");
  }

  @Test
  void readsAnAwsChunkedBodyWithTrailers() throws IOException {
    String body = "7\r\n{\"a\":1}\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
    write(
        INVOKE
            + "Content-Encoding: aws-chunked\r\nX-Amz-Decoded-Content-Length: 7\r\nX-Amz-Content-Sha256:"
            + " STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);

    assertThat(answer()).startsWith("HTTP/1.1 200").endsWith("{\"a\":1}");
  }

  @Test
  void refusesABrokenAwsChunkedBody() throws IOException {
    write(INVOKE + "Content-Encoding: aws-chunked\r\nContent-Length: 4\r\n\r\nzz\r\n");

    assertThat(answer()).startsWith("HTTP/1.1 400").contains("IncompleteBody");
  }

  @Test
  void refusesInTheLanguageOfTheCaller() {
    Api api = new Api(world.port());

    Api.Reply cbor =
        api.send(
            "POST",
            "/service/GraniteServiceVersion20100801/operation/ListMetrics",
            "",
            "smithy-protocol",
            "rpc-v2-cbor");
    Api.Reply json = api.send("POST", "/", "{}", "x-amz-target", "Logs_20140328.DescribeLogGroups");

    assertThat(cbor.header("content-type")).isEqualTo("application/cbor");
    assertThat(cbor.body()[0]).isEqualTo((byte) 0xbf);
    assertThat(cbor.text()).contains("cloudwatch:ListMetrics");
    assertThat(json.json().text("__type")).isEqualTo("NotImplemented");
    assertThat(json.text()).contains("logs:DescribeLogGroups");
  }

  @Test
  void refusesABodyOverTheLimitWithoutReadingIt() throws IOException {
    write(INVOKE + "Content-Length: 900000000\r\nExpect: 100-continue\r\n\r\n");

    assertThat(head()).startsWith("HTTP/1.1 413");
  }

  @Test
  void refusesBrokenEncodingInPathAndQuery() throws IOException {
    write("GET /2015-03-31/functions?Marker=%zz HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(head()).startsWith("HTTP/1.1 400");
  }

  @Test
  void anUnknownPathIsNotFound() {
    Api api = new Api(world.port());

    assertThat(api.get("/_thaw/nothing").status()).isEqualTo(404);
    assertThat(
            api.send(
                    "GET",
                    "/favicon.ico",
                    "",
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=key/20261124/us-east-1/lambda/aws4_request")
                .errorType())
        .isEqualTo("UnknownOperationException");
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the connection closed after: " + head);
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private String answer() throws IOException {
    String head = head();
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    int end = head.indexOf('\r', at);
    int length = Integer.parseInt(head.substring(at + "content-length: ".length(), end).trim());
    return head + new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
  }
}

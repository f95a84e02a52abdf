package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestJsonTest {

  private static final ServiceModel LAMBDA = Models.bundled().load("lambda");

  private final RestJson protocol = new RestJson(LAMBDA);

  @TempDir Path folder;

  @Test
  void readsLabelsQueryHeadersAndPayload() throws IOException {
    RequestHead head =
        Heads.of(
            "POST",
            "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af/invocations?Qualifier=7",
            "X-Amz-Invocation-Type",
            "Event");

    Map<String, Object> input = parse(head, "{\"a\":1}");

    assertThat(input)
        .contains(
            entry("FunctionName", "arn:aws:lambda:us-east-1:000000000000:function:f"),
            entry("Qualifier", "7"),
            entry("InvocationType", "Event"));
    assertThat(new Document(input).optionalBlob("Payload").orElseThrow().bytes())
        .isEqualTo("{\"a\":1}".getBytes(UTF_8));
  }

  @Test
  void readsNestedMembersAndSkipsWhatTheModelDoesNotKnow() throws IOException {
    Map<String, Object> input =
        parse(
            Heads.of("POST", "/2015-03-31/functions"),
            """
            {"FunctionName":"f","MemorySize":256.0,"Publish":true,"New":{"a":[1,{}]},"Description":null,
             "Environment":{"Variables":{"A":"1"}},"Layers":["l1"],"Code":{"ZipFile":"aGVsbG8="}}
            """);

    assertThat(input)
        .contains(
            entry("MemorySize", 256L),
            entry("Publish", true),
            entry("Environment", Map.of("Variables", Map.of("A", "1"))),
            entry("Layers", List.of("l1")))
        .doesNotContainKeys("New", "Description");
    Document code = new Document(input).document("Code");
    assertThat(code.optionalBlob("ZipFile").orElseThrow().bytes())
        .isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void aBigZipGoesToAFileAndLeavesWithTheSpool() throws IOException {
    byte[] unit = "AAAA".repeat(3 << 18).getBytes(UTF_8);
    InputStream body =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    stream("{\"Code\":{\"ZipFile\":\""),
                    new ByteArrayInputStream(unit),
                    new ByteArrayInputStream(unit),
                    new ByteArrayInputStream(unit),
                    new ByteArrayInputStream(unit),
                    stream("\"}}"))));
    RequestHead head = Heads.of("POST", "/2015-03-31/functions");
    try (Spool spool = new Spool(folder)) {
      Map<String, Object> input = parse(new Request(head, () -> body, -1), spool, 70_000_000);

      Blob zip = new Document(input).document("Code").optionalBlob("ZipFile").orElseThrow();
      assertThat(zip).isInstanceOf(Blob.InFile.class);
      assertThat(zip.size()).isEqualTo(9 << 20);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void tellsListsFromSingleItemsByTheQueryConstant() {
    String path = "/2019-09-30/functions/f/provisioned-concurrency";

    assertThat(operation(Heads.of("GET", path + "?List=ALL")))
        .isEqualTo("ListProvisionedConcurrencyConfigs");
    assertThat(operation(Heads.of("GET", path + "?Qualifier=1")))
        .isEqualTo("GetProvisionedConcurrencyConfig");
  }

  @Test
  void aTrailingSlashChangesNothing() {
    assertThat(operation(Heads.of("GET", "/2015-03-31/functions/"))).isEqualTo("ListFunctions");
  }

  @Test
  void anUnknownPathIsAnUnknownOperation() {
    assertThatThrownBy(() -> operation(Heads.of("GET", "/2015-03-31/nothing")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "\"x\"",
        "{\"FunctionName\":5}",
        "{\"MemorySize\":\"128\"}",
        "{\"MemorySize\":128.5}",
        "{\"MemorySize\":1e300}",
        "{\"MemorySize\":99999999999999999999999}",
        "{\"Layers\":{}}",
        "{\"Environment\":[]}",
        "{\"Publish\":\"yes\"}",
        "{\"Code\":{\"ZipFile\":\"***\"}}",
        "{\"Code\":{\"ZipFile\":\"aGVsbG8",
        "{} {}",
        "\u0000"
      })
  void refusesABodyThatDoesNotFit(String body) {
    assertThatThrownBy(() -> parse(Heads.of("POST", "/2015-03-31/functions"), body))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("SerializationException");
  }

  @Test
  void refusesADocumentNestedWithoutEnd() {
    String deep = "{\"Unknown\":" + "[".repeat(100_000);

    assertThatThrownBy(() -> parse(Heads.of("POST", "/2015-03-31/functions"), deep))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("depth");
  }

  @Test
  void anyMutationOfABodyEitherParsesOrIsRefused() {
    long seed = System.nanoTime();
    RandomGenerator random = new java.util.SplittableRandom(seed);
    byte[] good =
        "{\"FunctionName\":\"f\",\"MemorySize\":256,\"Code\":{\"ZipFile\":\"aGVsbG8=\"},\"Layers\":[\"a\"]}"
            .getBytes(UTF_8);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      bad = Arrays.copyOf(bad, 1 + random.nextInt(bad.length));
      try {
        parse(
            Heads.of("POST", "/2015-03-31/functions"),
            new String(bad, java.nio.charset.StandardCharsets.ISO_8859_1));
      } catch (ApiException _) {
        // Refused with a named error: as it should be
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", body " + new String(bad, UTF_8), e);
      }
    }
  }

  @Test
  void stopsReadingAtTheLimit() {
    RequestHead head = Heads.of("POST", "/2015-03-31/functions/f/invocations");

    assertThatThrownBy(
            () -> parse(new Request(head, () -> endless(), -1), new Spool(folder), 100_000))
        .isInstanceOf(Spool.TooLong.class);
  }

  @Test
  void writesMembersWhereTheModelWantsThem() {
    WireAnswer answer =
        protocol.answer(
            LAMBDA.operation("Invoke"),
            Answer.of(
                Map.of(
                    "StatusCode",
                    202L,
                    "FunctionError",
                    "Unhandled",
                    "Payload",
                    Blob.of("{}".getBytes(UTF_8)))),
            "id-1");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.headers())
        .contains(
            new WireAnswer.Field("x-amzn-RequestId", "id-1"),
            new WireAnswer.Field("X-Amz-Function-Error", "Unhandled"));
    assertThat(answer.body().bytes()).isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void writesTimestampsAsSecondsWithMilliseconds() {
    WireAnswer answer =
        protocol.answer(
            LAMBDA.operation("GetFunctionEventInvokeConfig"),
            Answer.of(Map.of("LastModified", Instant.ofEpochMilli(1_700_000_000_250L))),
            "id");

    assertThat(new String(answer.body().bytes(), UTF_8))
        .isEqualTo("{\"LastModified\":1.70000000025E9}");
  }

  @Test
  void anAnswerWithoutContentHasNoBody() {
    WireAnswer answer = protocol.answer(LAMBDA.operation("TagResource"), Answer.empty(), "id");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body().size()).isZero();
  }

  @Test
  void refusesAnAnswerThatTheModelDoesNotKnow() {
    assertThatThrownBy(() ->
            protocol.answer(
                LAMBDA.operation("GetFunction"), Answer.of(Map.of("Configuraton", "")), "id"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Configuraton");
  }

  @Test
  void writesAnErrorForOldAndNewClients() {
    WireAnswer answer =
        protocol.error(
            Heads.of("GET", "/"),
            new ApiException.ApiError(
                429,
                "TooManyRequestsException",
                "Rate Exceeded.",
                Map.of("Reason", "CallerRateLimitExceeded", "retryAfterSeconds", "1")),
            "id");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers())
        .contains(
            new WireAnswer.Field("x-amzn-ErrorType", "TooManyRequestsException"),
            new WireAnswer.Field("Retry-After", "1"));
    assertThat(Json.readObject(answer.body().bytes()))
        .containsExactly(
            entry("Type", "User"),
            entry("message", "Rate Exceeded."),
            entry("Message", "Rate Exceeded."),
            entry("Reason", "CallerRateLimitExceeded"));
  }

  @Test
  void framesAnEventWithItsChecksums() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    protocol.event(
        out,
        LAMBDA.operation("InvokeWithResponseStream"),
        "PayloadChunk",
        Map.of("Payload", Blob.of("hi".getBytes(UTF_8))));

    ByteBuffer frame = ByteBuffer.wrap(out.toByteArray());
    int total = frame.getInt();
    int headers = frame.getInt();
    assertThat(total).isEqualTo(out.size());
    assertThat(frame.getInt()).isEqualTo(crc(out.toByteArray(), 8));
    assertThat(frame.getInt(total - 4)).isEqualTo(crc(out.toByteArray(), total - 4));
    assertThat(out.toString(UTF_8)).contains(":event-type", "PayloadChunk", ":message-type");
    assertThat(out.toByteArray()[12 + headers]).isEqualTo((byte) 'h');
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private String operation(RequestHead head) {
    return protocol.target(new Request(head, () -> stream(""), 0)).operation().name();
  }

  private Map<String, Object> parse(RequestHead head, String body) throws IOException {
    return parse(
        new Request(head, () -> stream(body), body.length()), new Spool(folder), 1_000_000);
  }

  private Map<String, Object> parse(Request request, Spool spool, long limit) throws IOException {
    return protocol.parse(protocol.target(request), request, spool, limit);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return ' ';
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        Arrays.fill(bytes, offset, offset + length, (byte) ' ');
        return length;
      }
    };
  }
}

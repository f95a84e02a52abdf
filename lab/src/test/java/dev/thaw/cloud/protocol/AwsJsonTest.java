package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.TestClient.Sent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsJsonTest extends ProtocolContract {

  private final JsonClient client = new JsonClient();

  @Override
  List<String> services() {
    return List.of("logs", "events", "cloudwatch");
  }

  @Override
  TestClient client() {
    return client;
  }

  @Override
  Sample sample() {
    return new Sample("CreateLogGroup", Map.of("logGroupName", "/a"), Map.of("logGroupName", "*"));
  }

  @Override
  String unknownOperation() {
    return "UnknownOperationException";
  }

  @Override
  Sent unknown(Sent good) {
    return new Sent(withTarget("Logs_20140328.Fly"), good.body());
  }

  /// CloudWatch Logs' own name for it.
  @Override
  String validationError() {
    return "InvalidParameterException";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CreateLogGroup", "AWSEvents.CreateLogGroup", ".", "Logs_20140328."})
  void aTargetMustNameTheServiceAndItsOperation(String target) throws IOException {
    WireAnswer answer = answer(new Sent(withTarget(target), good().body()), call -> Answer.empty());

    assertThat(client.error(answer).code()).isEqualTo("UnknownOperationException");
  }

  @Test
  void aCompressedBodyIsReadAndBounded() throws IOException {
    Sent good = good();
    RequestHead head = withTarget("Logs_20140328.CreateLogGroup", "content-encoding", "gzip");

    assertThat(answer(new Sent(head, gzip(good.body())), call -> Answer.empty()).status())
        .isEqualTo(200);
    assertThat(
            answer(
                    new Sent(head, gzip(" ".repeat(2 << 20).getBytes(UTF_8))),
                    call -> Answer.empty())
                .status())
        .isEqualTo(413);
    assertThat(answer(new Sent(head, good.body()), call -> Answer.empty()).status()).isEqualTo(400);
  }

  @Test
  void halfACharacterIsRefused() throws IOException {
    byte[] body = "{\"logGroupName\":\"\\ud83d\"}".getBytes(UTF_8);

    WireAnswer answer = answer(new Sent(good().head(), body), call -> Answer.empty());

    assertThat(client.error(answer).code()).isEqualTo("SerializationException");
  }

  @Test
  void aStreamBeginsWithTheInitialResponse() throws IOException {
    ServiceModel logs = MODELS.load("logs");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new AwsJson(logs).opening(out, logs.operation("StartLiveTail"), Map.of());

    assertThat(out.toString(UTF_8)).contains(":event-type", "initial-response", "{}");
  }

  @Test
  void tellsTheCodeOfTheQueryProtocolWhereClientsExpectIt() {
    ServiceModel cloudwatch = MODELS.load("cloudwatch");

    WireAnswer answer =
        new AwsJson(cloudwatch)
            .error(
                Heads.of("POST", "/"),
                new ApiException.ApiError(400, "InvalidParameterValue", "no", Map.of()),
                "id");

    assertThat(client.error(answer).code()).isEqualTo("InvalidParameterValueException");
    assertThat(header(answer, "x-amzn-query-error")).contains("InvalidParameterValue;Sender");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static RequestHead withTarget(String target, String... more) {
    String[] headers = {
      "authorization",
      Heads.signedFor("AKID", "us-east-1", "logs"),
      "content-type",
      "application/x-amz-json-1.1",
      "x-amz-target",
      target,
      more.length > 0 ? more[0] : "x-none",
      more.length > 0 ? more[1] : ""
    };
    return Heads.of("POST", "/", headers);
  }
}

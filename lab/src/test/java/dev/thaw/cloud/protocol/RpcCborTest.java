package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.TestClient.Sent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcCborTest extends ProtocolContract {

  private final CborClient client = new CborClient();

  @Override
  List<String> services() {
    return List.of("cloudwatch");
  }

  @Override
  TestClient client() {
    return client;
  }

  @Override
  Sample sample() {
    return new Sample("DeleteDashboards", Map.of("DashboardNames", List.of("d")), Map.of());
  }

  @Override
  String unknownOperation() {
    return "UnknownOperationException";
  }

  @Override
  Sent unknown(Sent good) {
    return new Sent(at("/service/GraniteServiceVersion20100801/operation/Fly"), good.body());
  }

  @Override
  String validationError() {
    return "ValidationException";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/service/Other/operation/DeleteDashboards",
        "/service/operation/DeleteDashboards",
        "/operation/DeleteDashboards",
        "/service/GraniteServiceVersion20100801/operation/",
        "/"
      })
  void thePathMustNameServiceAndOperation(String path) throws IOException {
    WireAnswer answer = answer(new Sent(at(path), good().body()), call -> Answer.empty());

    assertThat(answer.status()).isEqualTo(404);
    assertThat(client.error(answer).code()).isEqualTo("UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff", // an end of nothing
        "80", // a list
        "a1", // a map that ends
        "bf61", // an endless map that ends
        "a16e44617368626f6172644e616d657301", // a number for a list
        "a16e44617368626f6172644e616d65739b7fffffffffffffff", // a list longer than memory
        "a16e44617368626f6172644e616d6573817b7fffffffffffffff61", // a text longer than memory
        "a0a0" // two documents
      })
  void whatDoesNotFitIsRefused(String hex) throws IOException {
    Sent sent = new Sent(good().head(), HexFormat.of().parseHex(hex));

    WireAnswer answer = answer(sent, call -> Answer.empty());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(client.error(answer).code()).isEqualTo("SerializationException");
  }

  @Test
  void endlessNestingIsRefused() throws IOException {
    byte[] deep = new byte[500_000];
    Arrays.fill(deep, (byte) 0x9f);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(HexFormat.of().parseHex("a16161"));
    body.writeBytes(deep);

    WireAnswer answer = answer(new Sent(good().head(), body.toByteArray()), call -> Answer.empty());

    assertThat(client.error(answer).code()).isEqualTo("SerializationException");
  }

  @Test
  void oneServiceAnswersInEachOfItsProtocols() throws IOException {
    ServiceModel cloudwatch = MODELS.load("cloudwatch");
    Operation operation = cloudwatch.operation("DeleteDashboards");
    for (TestClient each : List.of(client, new JsonClient(), new QueryClient())) {
      Sent sent = each.write(cloudwatch, operation, sample().input());

      WireAnswer answer =
          answer(
              sent,
              call -> {
                throw new ApiException(
                    404, "ResourceNotFound", "no " + call.input().texts("DashboardNames"));
              });

      assertThat(each.error(answer).message()).isEqualTo("no [d]");
    }
  }

  private static RequestHead at(String path) {
    return Heads.of(
        "POST",
        path,
        "authorization",
        Heads.signedFor("A", "r-1", "monitoring"),
        "smithy-protocol",
        "rpc-v2-cbor");
  }
}

package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/// Speaks `smithy-rpc-v2-cbor`. The model gives no member another name there, so that documents are
/// the values themselves.
final class CborClient implements TestClient {

  private boolean indefinite;

  @Override
  public Sent write(ServiceModel model, Operation operation, Map<String, Object> input) {
    RequestHead head =
        Heads.of(
            "POST",
            "/service/"
                + model.entry().targetPrefix().orElseThrow()
                + "/operation/"
                + operation.name(),
            "authorization",
            Heads.signedFor("AKID", "eu-west-1", model.entry().signingName()),
            "smithy-protocol",
            "rpc-v2-cbor",
            "content-type",
            "application/cbor");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    indefinite = !indefinite;
    Cbor.write(body, input, indefinite);
    return new Sent(head, body.toByteArray());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Map<String, Object> read(Operation operation, WireAnswer answer) {
    assertThat(ProtocolContract.header(answer, "smithy-protocol")).contains("rpc-v2-cbor");
    byte[] body = answer.body().bytes();
    return body.length == 0 ? Map.of() : (Map<String, Object>) Cbor.read(body);
  }

  @Override
  public Told error(WireAnswer answer) {
    assertThat(ProtocolContract.header(answer, "smithy-protocol")).contains("rpc-v2-cbor");
    assertThat(ProtocolContract.header(answer, "Content-Type")).contains("application/cbor");
    Map<?, ?> body = (Map<?, ?>) Cbor.read(answer.body().bytes());
    return new Told(String.valueOf(body.get("__type")), String.valueOf(body.get("message")));
  }
}

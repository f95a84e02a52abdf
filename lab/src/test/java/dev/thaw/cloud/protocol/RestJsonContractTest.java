package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.TestClient.Sent;
import java.util.List;
import java.util.Map;

class RestJsonContractTest extends ProtocolContract {

  private final RestJsonClient client = new RestJsonClient();

  @Override
  List<String> services() {
    return List.of("lambda", "apigateway", "xray");
  }

  /// Their map of all parameters also holds those that are constants or other members.
  @Override
  boolean ambiguous(Operation operation) {
    return super.ambiguous(operation)
        || operation.name().equals("ImportRestApi")
        || operation.name().equals("PutRestApi");
  }

  @Override
  TestClient client() {
    return client;
  }

  @Override
  Sample sample() {
    return new Sample("GetFunction", Map.of("FunctionName", "f"), Map.of("FunctionName", "!"));
  }

  @Override
  String unknownOperation() {
    return "UnknownOperationException";
  }

  @Override
  Sent unknown(Sent good) {
    String signed = Heads.signedFor("A", "r-1", "lambda");
    return new Sent(Heads.of("GET", "/2015-03-31/birds", "authorization", signed), new byte[0]);
  }

  @Override
  String validationError() {
    return "ValidationException";
  }
}

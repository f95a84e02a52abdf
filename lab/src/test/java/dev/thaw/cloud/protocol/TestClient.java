package dev.thaw.cloud.protocol;

import java.util.Map;

/// A client of one protocol: writes requests and reads answers on its own, with nothing of what it
/// tests.
interface TestClient {

  /// A request as it would arrive.
  record Sent(RequestHead head, byte[] body) {}

  /// An error as the client understood it.
  record Told(String code, String message) {}

  Sent write(ServiceModel model, Operation operation, Map<String, Object> input);

  Map<String, Object> read(Operation operation, WireAnswer answer);

  /// Fails if the answer is no error of the protocol.
  Told error(WireAnswer answer);
}

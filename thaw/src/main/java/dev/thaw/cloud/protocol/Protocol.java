package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// One of AWS's wire protocols: the only place that knows how an operation's input, output and
/// errors look in a message.
public sealed interface Protocol permits RestJson {

  /// The protocol that a service is served with.
  ///
  /// @throws ModelException if thaw does not speak any of its protocols
  static Protocol of(ServiceModel model) {
    if (model.entry().speaks("rest-json")) {
      return new RestJson(model);
    }
    throw new ModelException(
        "protocols of "
            + model.name()
            + ": "
            + model.entry().protocols()
            + " (expected: one of rest-json)");
  }

  /// What a request asks for.
  ///
  /// @param labels of the path, decoded; empty where the protocol has none
  record Target(Operation operation, Map<String, String> labels) {}

  /// @throws ApiException `UnknownOperationException` where there is no such operation
  Target target(RequestHead head);

  /// Reads the input of an operation; what the model wants of it is checked elsewhere.
  ///
  /// @param length of the body, or -1 while unknown
  /// @param limit most bytes of the body
  /// @throws Spool.TooLong if the body is longer
  Map<String, Object> parse(
      Target target, RequestHead head, InputStream body, long length, Spool spool, long limit)
      throws IOException;

  WireAnswer answer(Operation operation, Answer answer, String requestId);

  WireAnswer error(ApiError error, String requestId);

  /// Writes an event of a stream as one frame.
  ///
  /// @param event name of the member of the union
  void event(OutputStream out, Operation operation, String event, Map<String, Object> members)
      throws IOException;
}

package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// One of AWS's wire protocols: the only place that knows how an operation's input, output and
/// errors look in a message.
sealed interface Protocol permits RestJson, RestXml, AwsJson, AwsQuery, RpcCbor {

  /// What a request asks for.
  ///
  /// @param labels of the path, decoded; empty where the protocol has none
  record Target(Operation operation, Map<String, String> labels) {}

  /// Whether a request for a service of several protocols came in this one.
  boolean speaks(RequestHead head);

  /// @throws ApiException what AWS answers in this protocol where there is no such operation
  Target target(Request request) throws IOException;

  /// Reads the input of an operation; what the model wants of it is checked elsewhere.
  ///
  /// @param limit most bytes of the body
  /// @throws Spool.TooLong if the body is longer
  Map<String, Object> parse(Target target, Request request, Spool spool, long limit)
      throws IOException;

  WireAnswer answer(Operation operation, Answer answer, String requestId);

  /// @param head of the request that it answers
  WireAnswer error(RequestHead head, ApiError error, String requestId);

  /// Writes what a streamed answer says before its events: nothing where the output's other members
  /// travel in the head.
  default void opening(OutputStream out, Operation operation, Map<String, Object> output)
      throws IOException {}

  /// Writes an event of a stream as one frame.
  ///
  /// @param event name of the member of the union
  void event(OutputStream out, Operation operation, String event, Map<String, Object> members)
      throws IOException;
}

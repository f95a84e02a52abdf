package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Shape.Structure;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;

/// `smithy-rpc-v2-cbor`: the path names the operation, one CBOR document holds all members.
final class RpcCbor implements Protocol {

  private static final String NAME = "rpc-v2-cbor";
  private static final String TYPE = "application/cbor";
  private static final String SERVICE = "/service/";
  private static final String OPERATION = "/operation/";

  private final ServiceModel model;

  RpcCbor(ServiceModel model) {
    this.model = model;
  }

  @Override
  public boolean speaks(RequestHead head) {
    return head.header("smithy-protocol").filter(NAME::equals).isPresent();
  }

  @Override
  public Target target(Request request) {
    RequestHead head = request.head();
    Operation operation = named(head.path()).map(model.operations()::get).orElse(null);
    if (operation == null || !head.method().equals("POST")) {
      throw ApiException.unknownOperation(
          404,
          head.method()
              + " "
              + head.path()
              + " (expected: POST "
              + SERVICE
              + model.entry().targetPrefix().orElse(model.entry().serviceId())
              + OPERATION
              + "...)");
    }
    return new Target(operation, Map.of());
  }

  /// The operation in a path for this service.
  private Optional<String> named(String path) {
    int service = path.lastIndexOf(SERVICE);
    int operation = path.lastIndexOf(OPERATION);
    if (service < 0 || operation < service + SERVICE.length()) {
      return Optional.empty();
    }
    String name = path.substring(service + SERVICE.length(), operation);
    boolean ours =
        model.entry().targetPrefix().equals(Optional.of(name))
            || model.entry().serviceId().equals(name);
    return ours ? Optional.of(path.substring(operation + OPERATION.length())) : Optional.empty();
  }

  @Override
  public Map<String, Object> parse(Target target, Request request, Spool spool, long limit)
      throws IOException {
    try (JsonParser parser = Notation.CBOR.parser(request.document(limit))) {
      return new JsonReader(Notation.CBOR, spool, limit)
          .readBody(parser, target.operation().input());
    }
  }

  @Override
  public WireAnswer answer(Operation operation, Answer answer, String requestId) {
    answer.requireKnown(operation);
    List<Field> headers = headers(requestId);
    answer.headers().forEach((name, value) -> headers.add(new Field(name, value)));
    if (operation.output().equals(Structure.EMPTY)) {
      return new WireAnswer(operation.status(), headers, WireAnswer.NOTHING);
    }
    headers.add(new Field("Content-Type", TYPE));
    return new WireAnswer(
        operation.status(), headers, document(operation.output(), answer.output()));
  }

  private static List<Field> headers(String requestId) {
    List<Field> headers = new ArrayList<>(6);
    headers.add(new Field("x-amzn-RequestId", requestId));
    headers.add(new Field("smithy-protocol", NAME));
    return headers;
  }

  @Override
  public WireAnswer error(RequestHead head, ApiError told, String requestId) {
    ApiError error = Refusals.json(model, told);
    List<Field> headers = headers(requestId);
    headers.add(new Field("Content-Type", TYPE));
    Refusals.queryError(model, error).ifPresent(headers::add);
    return new WireAnswer(error.status(), headers, JsonWriter.error(Notation.CBOR, model, error));
  }

  @Override
  public void opening(OutputStream out, Operation operation, Map<String, Object> output)
      throws IOException {
    byte[] document = document(operation.output(), output).bytes();
    EventFrame.write(out, EventFrame.INITIAL, TYPE, document);
  }

  @Override
  public void event(
      OutputStream out, Operation operation, String event, Map<String, Object> members)
      throws IOException {
    EventFrame.write(out, operation, event, members, TYPE, RpcCbor::document);
  }

  private static Blob document(Structure shape, Map<?, ?> members) {
    return JsonWriter.document(Notation.CBOR, shape, members);
  }
}

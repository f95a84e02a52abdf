package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Shape.Namespace;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `query`: a form, or a query string, whose `Action` names the operation; answers are XML.
final class AwsQuery implements Protocol {

  private final ServiceModel model;
  private final Optional<Namespace> namespace;

  AwsQuery(ServiceModel model) {
    this.model = model;
    this.namespace = model.entry().xmlNamespace().map(uri -> new Namespace(Optional.empty(), uri));
  }

  @Override
  public boolean speaks(RequestHead head) {
    return true;
  }

  @Override
  public Target target(Request request) throws IOException {
    Query query = request.head().query();
    String action =
        first(query, request.form(), "Action")
            .orElseThrow(() ->
                new ApiException(400, "MissingAction", "Action: absent (expected: an operation)"));
    String version = first(query, request.form(), "Version").orElse(model.entry().apiVersion());
    Operation operation = model.operations().get(action);
    if (operation == null || !version.equals(model.entry().apiVersion())) {
      throw ApiException.unknownOperation(
          400, "Could not find operation " + action + " for version " + version);
    }
    return new Target(operation, Map.of());
  }

  private static Optional<String> first(Query query, Query form, String name) {
    return form.first(name).or(() -> query.first(name));
  }

  @Override
  public Map<String, Object> parse(Target target, Request request, Spool spool, long limit)
      throws IOException {
    return FormTree.of(request.head().query(), request.form())
        .structure(target.operation().input());
  }

  @Override
  public WireAnswer answer(Operation operation, Answer answer, String requestId) {
    answer.requireKnown(operation);
    String root = operation.name() + "Response";
    XmlText xml = new XmlText().begin(root).namespace(namespace);
    operation.resultWrapper().ifPresent(xml::begin);
    new XmlShapes(xml).members(operation.output(), answer.output());
    operation.resultWrapper().ifPresent(xml::end);
    xml.begin("ResponseMetadata").element("RequestId", requestId).end("ResponseMetadata");
    List<Field> headers = headers(requestId);
    answer.headers().forEach((name, value) -> headers.add(new Field(name, value)));
    return new WireAnswer(operation.status(), headers, Blob.of(xml.end(root).utf8()));
  }

  private static List<Field> headers(String requestId) {
    List<Field> headers = new ArrayList<>(4);
    headers.add(new Field("x-amzn-RequestId", requestId));
    headers.add(new Field("Content-Type", "text/xml"));
    return headers;
  }

  @Override
  public WireAnswer error(RequestHead head, ApiError told, String requestId) {
    ApiError error = Refusals.query(model, told);
    XmlText xml = new XmlText().begin("ErrorResponse").namespace(namespace);
    xml.begin("Error");
    xml.element("Type", error.senderFault() ? "Sender" : "Receiver");
    xml.element("Code", Refusals.queryCode(model, error));
    xml.element("Message", error.message());
    new XmlShapes(xml).fields(model.error(error.code()), error.fields());
    xml.end("Error").element("RequestId", requestId).end("ErrorResponse");
    return new WireAnswer(error.status(), headers(requestId), Blob.of(xml.utf8()));
  }

  @Override
  public void opening(OutputStream out, Operation operation, Map<String, Object> output) {
    throw unstreamed(operation);
  }

  @Override
  public void event(
      OutputStream out, Operation operation, String event, Map<String, Object> members) {
    throw unstreamed(operation);
  }

  private static ModelException unstreamed(Operation operation) {
    return new ModelException(operation + ": a stream (expected: none in the query protocol)");
  }
}

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

/// `json` 1.0 and 1.1: `X-Amz-Target` names the operation, one JSON document holds all members.
final class AwsJson implements Protocol {

  private static final String TYPE = "application/x-amz-json-";

  private final ServiceModel model;
  private final String contentType;

  AwsJson(ServiceModel model) {
    this.model = model;
    this.contentType = TYPE + model.entry().jsonVersion().orElse("1.1");
  }

  @Override
  public boolean speaks(RequestHead head) {
    return head.header("x-amz-target").isPresent()
        || head.header("content-type").filter(type -> type.startsWith(TYPE)).isPresent();
  }

  @Override
  public Target target(Request request) {
    String target = request.head().header("x-amz-target").orElse("");
    int dot = target.lastIndexOf('.');
    String prefix = target.substring(0, Math.max(dot, 0));
    Operation operation = model.operations().get(target.substring(dot + 1));
    if (operation == null || !model.entry().targetPrefix().equals(Optional.of(prefix))) {
      throw ApiException.unknownOperation(
          400, "X-Amz-Target: " + target + " (expected: an operation of " + model.name() + ")");
    }
    return new Target(operation, Map.of());
  }

  @Override
  public Map<String, Object> parse(Target target, Request request, Spool spool, long limit)
      throws IOException {
    try (JsonParser parser = Json.parser(request.document(limit))) {
      return new JsonReader(Notation.JSON, spool, limit)
          .readBody(parser, target.operation().input());
    }
  }

  @Override
  public WireAnswer answer(Operation operation, Answer answer, String requestId) {
    answer.requireKnown(operation);
    List<Field> headers = headers(requestId);
    answer.headers().forEach((name, value) -> headers.add(new Field(name, value)));
    return new WireAnswer(
        operation.status(),
        headers,
        JsonWriter.document(Notation.JSON, operation.output(), answer.output()));
  }

  private List<Field> headers(String requestId) {
    List<Field> headers = new ArrayList<>(4);
    headers.add(new Field("x-amzn-RequestId", requestId));
    headers.add(new Field("Content-Type", contentType));
    return headers;
  }

  @Override
  public WireAnswer error(RequestHead head, ApiError told, String requestId) {
    ApiError error = Refusals.json(model, told);
    List<Field> headers = headers(requestId);
    Refusals.queryError(model, error).ifPresent(headers::add);
    return new WireAnswer(error.status(), headers, JsonWriter.error(Notation.JSON, model, error));
  }

  @Override
  public void opening(OutputStream out, Operation operation, Map<String, Object> output)
      throws IOException {
    byte[] document = JsonWriter.document(Notation.JSON, operation.output(), output).bytes();
    EventFrame.write(out, EventFrame.INITIAL, contentType, document);
  }

  @Override
  public void event(
      OutputStream out, Operation operation, String event, Map<String, Object> members)
      throws IOException {
    EventFrame.write(out, operation, event, members, contentType, AwsJson::document);
  }

  private static Blob document(Structure shape, Map<?, ?> members) {
    return JsonWriter.document(Notation.JSON, shape, members);
  }
}

package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/// `rest-json`: path, query, headers and status carry members, the body is JSON or one member.
final class RestJson implements Protocol {

  private final ServiceModel model;

  RestJson(ServiceModel model) {
    this.model = model;
  }

  @Override
  public boolean speaks(RequestHead head) {
    return true;
  }

  @Override
  public Target target(Request request) {
    RequestHead head = request.head();
    return model
        .uris()
        .match(head, head.path())
        .map(match -> new Target(match.operation(), match.labels()))
        .orElseThrow(() ->
            ApiException.unknownOperation(
                404,
                "no operation of " + model.name() + " at " + head.method() + " " + head.path()));
  }

  @Override
  public Map<String, Object> parse(Target target, Request request, Spool spool, long limit)
      throws IOException {
    Structure shape = target.operation().input();
    Map<String, Object> input = body(shape, request, spool, limit);
    HttpBinding.read(target, request.head(), input);
    return input;
  }

  private static Map<String, Object> body(Structure shape, Request request, Spool spool, long limit)
      throws IOException {
    if (shape.payload().isPresent()) {
      Member payload = shape.payload().get();
      if (payload.shape() instanceof Shape.Bytes) {
        Map<String, Object> input = new HashMap<>();
        HttpBinding.payload(shape, request, spool, limit, input);
        return input;
      }
    }
    JsonReader shapes = new JsonReader(Notation.JSON, spool, limit);
    try (JsonParser parser = Json.parser(request.document(limit))) {
      if (shape.payload().isEmpty()) {
        return shapes.readBody(parser, shape);
      }
      Member payload = shape.payload().get();
      if (payload.shape() instanceof Structure structure) {
        Map<String, Object> input = new HashMap<>();
        shapes
            .readDocument(parser, structure)
            .ifPresent(members -> input.put(payload.name(), members));
        return input;
      }
      throw new ModelException(
          "payload of " + shape.name() + ": " + payload.shape() + " (expected: blob or structure)");
    }
  }

  @Override
  public WireAnswer answer(Operation operation, Answer answer, String requestId) {
    Structure shape = operation.output();
    answer.requireKnown(operation);
    List<Field> headers = new ArrayList<>(8);
    headers.add(new Field("x-amzn-RequestId", requestId));
    int status = HttpBinding.write(operation, answer.output(), headers);
    answer.headers().forEach((name, value) -> headers.add(new Field(name, value)));
    Blob body = status == 204 ? WireAnswer.NOTHING : body(shape, answer);
    if (status != 204 && !answer.headers().containsKey("Content-Type")) {
      headers.add(new Field("Content-Type", contentType(shape)));
    }
    return new WireAnswer(status, headers, body);
  }

  private static String contentType(Structure shape) {
    return shape.payload().map(Member::shape).orElse(null) instanceof Shape.Bytes
        ? "application/octet-stream"
        : "application/json";
  }

  private static Blob body(Structure shape, Answer answer) {
    if (shape.payload().isEmpty()) {
      return JsonWriter.document(Notation.JSON, shape, answer.output());
    }
    Member payload = shape.payload().get();
    Object value = answer.output().get(payload.name());
    return switch (value) {
      case null -> WireAnswer.NOTHING;
      case Blob blob -> blob;
      case Map<?, ?> members ->
          JsonWriter.document(Notation.JSON, (Structure) payload.shape(), members);
      default ->
          throw new ModelException(
              "payload of " + shape.name() + ": " + value.getClass() + " (expected: blob or map)");
    };
  }

  @Override
  public WireAnswer error(RequestHead head, ApiError error, String requestId) {
    List<Field> headers = new ArrayList<>(4);
    headers.add(new Field("x-amzn-RequestId", requestId));
    headers.add(new Field("x-amzn-ErrorType", error.code()));
    headers.add(new Field("Content-Type", "application/json"));
    Optional<Structure> shape = model.error(error.code());
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = Json.generator(out)) {
      generator.writeStartObject();
      generator.writeStringProperty("Type", error.senderFault() ? "User" : "Service");
      // Clients of different ages look for one or the other
      generator.writeStringProperty("message", error.message());
      generator.writeStringProperty("Message", error.message());
      error
          .fields()
          .forEach((name, value) -> {
            Optional<Member> member =
                shape
                    .map(known -> known.members().get(name))
                    .filter(m -> m.location() == Location.HEADER);
            if (member.isPresent()) {
              headers.add(
                  new Field(member.get().wireName(), HttpValues.format(member.get(), value)));
            } else {
              generator.writeName(name);
              Json.write(generator, value);
            }
          });
      generator.writeEndObject();
    }
    return new WireAnswer(error.status(), headers, Blob.of(out.toByteArray()));
  }

  @Override
  public void event(
      OutputStream out, Operation operation, String event, Map<String, Object> members)
      throws IOException {
    EventFrame.write(out, operation, event, members, "application/json", RestJson::document);
  }

  private static Blob document(Structure shape, Map<?, ?> members) {
    return JsonWriter.document(Notation.JSON, shape, members);
  }
}

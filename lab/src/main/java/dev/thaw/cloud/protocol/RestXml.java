package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Namespace;
import dev.thaw.cloud.protocol.Shape.Structure;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `rest-xml` as S3 speaks it: path, query, headers and status carry members, the body is XML or
/// one member; the bucket may stand in the host.
final class RestXml implements Protocol {

  /// A thousand keys to delete are 2 MB, ten thousand parts to complete 1.5 MB.
  private static final long XML_LIMIT = 8 << 20;

  private static final Optional<Namespace> NAMESPACE =
      Optional.of(new Namespace(Optional.empty(), S3Names.NAMESPACE));

  private final ServiceModel model;

  RestXml(ServiceModel model) {
    this.model = model;
  }

  @Override
  public boolean speaks(RequestHead head) {
    return true;
  }

  @Override
  public Target target(Request request) {
    RequestHead head = request.head();
    String path = S3Address.path(head);
    return model
        .uris()
        .match(head, path)
        .map(match -> new Target(match.operation(), match.labels()))
        .orElseThrow(() ->
            ApiException.unknownOperation(
                405, "no operation of " + model.name() + " at " + head.method() + " " + path));
  }

  @Override
  public Map<String, Object> parse(Target target, Request request, Spool spool, long limit)
      throws IOException {
    Structure shape = target.operation().input();
    Map<String, Object> input = body(shape, request, limit);
    HttpBinding.read(target, request.head(), input);
    return input;
  }

  private static Map<String, Object> body(Structure shape, Request request, long limit)
      throws IOException {
    Map<String, Object> input = new HashMap<>();
    Optional<Member> payload = shape.payload();
    if (payload.isPresent() && payload.get().shape() instanceof Shape.Bytes) {
      if (request.length() != 0) {
        // Objects are hashed and written as they come: no copy of them is made on the way
        input.put(payload.get().name(), request.flow(limit));
      }
      return input;
    }
    if (payload.isEmpty() && !hasDocument(shape)) {
      return input;
    }
    byte[] bytes;
    try (InputStream in = request.document(Math.min(limit, XML_LIMIT))) {
      bytes = in.readAllBytes();
    }
    if (bytes.length == 0) {
      return input;
    }
    if (payload.isEmpty()) {
      return XmlReader.read(bytes, shape, shape.name());
    }
    Member member = payload.get();
    input.put(
        member.name(),
        member.shape() instanceof Structure structure
            ? XmlReader.read(bytes, structure, member.wireName())
            : new String(bytes, StandardCharsets.UTF_8));
    return input;
  }

  private static boolean hasDocument(Structure shape) {
    return shape.members().values().stream().anyMatch(member -> member.location() == Location.BODY);
  }

  @Override
  public WireAnswer answer(Operation operation, Answer answer, String requestId) {
    answer.requireKnown(operation);
    List<Field> headers = headers(requestId);
    int modelled = HttpBinding.write(operation, answer.output(), headers);
    int status = answer.status().orElse(modelled);
    answer.headers().forEach((name, value) -> headers.add(new Field(name, value)));
    boolean typed = headers.stream().anyMatch(field -> field.name().equals("Content-Type"));
    Structure shape = operation.output();
    Optional<Member> payload = shape.payload();
    if (status == 204 || (payload.isEmpty() && !hasDocument(shape))) {
      return new WireAnswer(status, headers, WireAnswer.NOTHING);
    }
    if (payload.isEmpty()) {
      headers.add(new Field("Content-Type", "application/xml"));
      return new WireAnswer(status, headers, document(operation, answer.output()));
    }
    Object value = answer.output().get(payload.get().name());
    if (!typed) {
      headers.add(new Field("Content-Type", contentType(payload.get().shape())));
    }
    return new WireAnswer(
        status, headers, value == null ? WireAnswer.NOTHING : payload(payload.get(), value));
  }

  private static List<Field> headers(String requestId) {
    List<Field> headers = new ArrayList<>(12);
    headers.add(new Field("x-amz-request-id", requestId));
    headers.add(new Field("x-amz-id-2", requestId));
    return headers;
  }

  /// The only text that is a whole body is a bucket's policy.
  private static String contentType(Shape payload) {
    return switch (payload) {
      case Structure _ -> "application/xml";
      case Shape.Text _ -> "application/json";
      case Shape.Bytes _,
          Shape.Sequence _,
          Shape.Dictionary _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          "binary/octet-stream";
    };
  }

  private static Blob payload(Member member, Object value) {
    return switch (value) {
      case Blob blob -> blob;
      case String text -> Blob.of(text.getBytes(StandardCharsets.UTF_8));
      case Map<?, ?> members -> {
        String root = member.wireName();
        XmlText xml = new XmlText().declaration().begin(root);
        xml.namespace(member.xml().namespace().or(() -> NAMESPACE));
        new XmlShapes(xml).members((Structure) member.shape(), members);
        yield Blob.of(xml.end(root).utf8());
      }
      default ->
          throw new ModelException(
              "payload "
                  + member.name()
                  + ": "
                  + value.getClass()
                  + " (expected: blob, text or map)");
    };
  }

  private static Blob document(Operation operation, Map<String, Object> output) {
    XmlText xml = new XmlText().declaration();
    if (S3Names.unwrapped(operation)) {
      Member only = operation.output().members().values().iterator().next();
      xml.begin(only.wireName()).namespace(NAMESPACE);
      Object value = output.get(only.name());
      return Blob.of(xml.text(value == null ? "" : (String) value).end(only.wireName()).utf8());
    }
    String root = S3Names.root(operation);
    xml.begin(root).namespace(NAMESPACE);
    new XmlShapes(xml).members(operation.output(), output);
    return Blob.of(xml.end(root).utf8());
  }

  @Override
  public WireAnswer error(RequestHead head, ApiError told, String requestId) {
    ApiError error = Refusals.s3(told);
    List<Field> headers = headers(requestId);
    if (head.method().equals("HEAD") || error.status() == 304) {
      return new WireAnswer(error.status(), headers, WireAnswer.NOTHING);
    }
    headers.add(new Field("Content-Type", "application/xml"));
    XmlText xml = new XmlText().declaration().begin("Error");
    xml.element("Code", error.code()).element("Message", error.message());
    new XmlShapes(xml).fields(model.error(error.code()), error.fields());
    xml.element("RequestId", requestId).element("HostId", requestId).end("Error");
    return new WireAnswer(error.status(), headers, Blob.of(xml.utf8()));
  }

  @Override
  public void event(
      OutputStream out, Operation operation, String event, Map<String, Object> members)
      throws IOException {
    EventFrame.write(out, operation, event, members, "text/xml", RestXml::event);
  }

  private static Blob event(Structure shape, Map<?, ?> members) {
    XmlText xml = new XmlText().begin(shape.name());
    new XmlShapes(xml).members(shape, members);
    return Blob.of(xml.end(shape.name()).utf8());
  }
}

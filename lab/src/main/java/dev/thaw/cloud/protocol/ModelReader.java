package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Bounds;
import dev.thaw.cloud.protocol.Shape.ErrorTrait;
import dev.thaw.cloud.protocol.Shape.EventPart;
import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Namespace;
import dev.thaw.cloud.protocol.Shape.Ref;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Makes a [ServiceModel] of a pruned model document.
final class ModelReader {

  private final ServiceEntry entry;
  private final Document document;
  private final Map<String, Shape> shapes = new HashMap<>();
  private final List<Ref> refs = new ArrayList<>();

  ModelReader(ServiceEntry entry, Document document) {
    this.entry = entry;
    this.document = document;
  }

  ServiceModel read() {
    Document described = document.document("shapes");
    for (String name : described.names()) {
      shapes.put(name, shape(name, described.document(name)));
    }
    refs.forEach(ref -> ref.bind(shapes));
    Map<String, Operation> operations = new LinkedHashMap<>();
    Document offered = document.document("operations");
    for (String name : offered.names()) {
      operations.put(name, operation(name, offered.document(name)));
    }
    Map<String, Structure> errors = new HashMap<>();
    for (Shape shape : shapes.values()) {
      if (shape instanceof Structure structure) {
        structure.error().ifPresent(trait -> errors.put(trait.code(), structure));
      }
    }
    for (Shape shape : shapes.values()) {
      if (shape instanceof Structure structure && structure.error().isPresent()) {
        errors.putIfAbsent(structure.name(), structure);
      }
    }
    boolean rest = entry.protocols().getFirst().startsWith("rest");
    return new ServiceModel(
        entry,
        Map.copyOf(operations),
        Map.copyOf(shapes),
        Map.copyOf(errors),
        UriTable.of(rest ? operations.values() : List.of()));
  }

  private Operation operation(String name, Document traits) {
    Document http = traits.document("http");
    return new Operation(
        entry.name(),
        name,
        http.text("method"),
        http.text("requestUri"),
        http.optionalNumber("responseCode").map(Long::intValue).orElse(200),
        structure(traits, "input"),
        structure(traits, "output"),
        traits.optionalDocument("output").flatMap(output -> output.optionalText("resultWrapper")),
        traits.flag("deprecated"),
        traits.texts("errors"));
  }

  private Structure structure(Document traits, String part) {
    Optional<String> name = traits.optionalDocument(part).map(ref -> ref.text("shape"));
    if (name.isEmpty()) {
      return Structure.EMPTY;
    }
    if (shapes.get(name.get()) instanceof Structure structure) {
      return structure;
    }
    throw new ModelException(part + ": " + name.get() + " (expected: a structure)");
  }

  private Shape shape(String name, Document traits) {
    String type = traits.text("type");
    return switch (type) {
      case "structure" -> traits.flag("document") ? new Shape.Free(name) : structure(name, traits);
      case "list" ->
          new Shape.Sequence(
              name, ref(traits.document("member")), bounds(traits), traits.flag("flattened"));
      case "map" ->
          new Shape.Dictionary(
              name,
              ref(traits.document("key")),
              ref(traits.document("value")),
              bounds(traits),
              traits.flag("flattened"));
      case "string" ->
          new Shape.Text(
              name,
              bounds(traits),
              traits.optionalText("pattern").map(pattern -> compile(name, pattern)),
              traits.texts("enum"),
              traits.flag("sensitive"));
      case "blob" ->
          new Shape.Bytes(name, bounds(traits), traits.flag("streaming"), traits.flag("sensitive"));
      case "boolean" -> new Shape.Flag(name);
      case "integer", "long" -> new Shape.Whole(name, bounds(traits));
      case "double", "float" -> new Shape.Fraction(name, bounds(traits));
      case "timestamp" -> new Shape.Moment(name, traits.optionalText("timestampFormat"));
      default ->
          throw new ModelException("type of " + name + ": " + type + " (expected: a known one)");
    };
  }

  private Structure structure(String name, Document traits) {
    Set<String> required = new HashSet<>(traits.texts("required"));
    Map<String, Member> members = new LinkedHashMap<>();
    Document described = traits.document("members");
    for (String member : described.names()) {
      members.put(member, member(member, required.contains(member), described.document(member)));
    }
    Optional<Member> payload = traits.optionalText("payload").map(members::get);
    return new Structure(
        name,
        Collections.unmodifiableMap(members),
        payload,
        traits.flag("exception") ? Optional.of(error(name, traits)) : Optional.empty(),
        traits.flag("eventstream"),
        namespace(traits));
  }

  private static Optional<Namespace> namespace(Document traits) {
    return traits
        .optionalDocument("xmlNamespace")
        .map(found -> new Namespace(found.optionalText("prefix"), found.text("uri")));
  }

  private static ErrorTrait error(String name, Document traits) {
    Optional<Document> error = traits.optionalDocument("error");
    boolean fault = traits.flag("fault");
    return new ErrorTrait(
        error.flatMap(e -> e.optionalText("code")).orElse(name),
        error
            .flatMap(e -> e.optionalNumber("httpStatusCode"))
            .map(Long::intValue)
            .orElse(fault ? 500 : 400),
        !fault);
  }

  private Member member(String name, boolean required, Document traits) {
    Location location =
        switch (traits.optionalText("location").orElse("body")) {
          case "body" -> Location.BODY;
          case "uri" -> Location.URI;
          case "querystring" -> Location.QUERY;
          case "header" -> Location.HEADER;
          case "headers" -> Location.HEADERS;
          case "statusCode" -> Location.STATUS;
          case String other ->
              throw new ModelException(
                  "location of " + name + ": " + other + " (expected: a known one)");
        };
    EventPart part =
        traits.flag("eventpayload")
            ? EventPart.PAYLOAD
            : traits.flag("eventheader") ? EventPart.HEADER : EventPart.NONE;
    return new Member(
        name,
        ref(traits),
        required,
        location,
        traits.optionalText("locationName").orElse(name),
        traits.optionalText("timestampFormat"),
        part,
        new Shape.Xml(traits.flag("flattened"), traits.flag("xmlAttribute"), namespace(traits)));
  }

  private Ref ref(Document traits) {
    Ref ref = new Ref(traits.text("shape"), traits.optionalText("locationName"));
    refs.add(ref);
    return ref;
  }

  private static Bounds bounds(Document traits) {
    Optional<Number> min = traits.optional("min", Number.class);
    Optional<Number> max = traits.optional("max", Number.class);
    return min.isEmpty() && max.isEmpty() ? Bounds.NONE : new Bounds(min, max);
  }

  private static Pattern compile(String name, String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new ModelException("pattern of " + name + ": " + pattern + " (expected: a pattern)", e);
    }
  }
}

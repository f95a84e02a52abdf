package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Speaks either REST protocol; the documents are the subclass's.
abstract class RestClient implements TestClient {

  static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// A document of the members that travel in a body.
  abstract byte[] document(Structure shape, Map<?, ?> value, String root);

  abstract Map<String, Object> members(Structure shape, byte[] document);

  @Override
  public Sent write(ServiceModel model, Operation operation, Map<String, Object> input) {
    int mark = operation.uri().indexOf('?');
    String path = mark < 0 ? operation.uri() : operation.uri().substring(0, mark);
    List<String> query = new ArrayList<>();
    if (mark >= 0) {
      query.add(operation.uri().substring(mark + 1));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("authorization", Heads.signedFor("A", "r-1", model.entry().signingName()));
    for (Member member : operation.input().members().values()) {
      Object value = input.get(member.name());
      if (value == null) {
        continue;
      }
      switch (member.location()) {
        case BODY, STATUS -> {}
        case URI -> path = fill(path, member.wireName(), text(member, value));
        case QUERY -> query(query, member, value);
        case HEADER -> headers.put(member.wireName(), text(member, value));
        case HEADERS ->
            ((Map<?, ?>) value).forEach((k, v) -> headers.put(member.wireName() + k, (String) v));
      }
    }
    String uri = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    List<String> fields = new ArrayList<>();
    headers.forEach((name, value) -> fields.addAll(List.of(name, value)));
    return new Sent(
        Heads.of(operation.method(), uri, fields.toArray(String[]::new)), body(operation, input));
  }

  private static String fill(String path, String label, String value) {
    String encoded = encode(value);
    return path.replace("{" + label + "}", encoded)
        .replace("{" + label + "+}", encoded.replace("%2F", "/"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static void query(List<String> query, Member member, Object value) {
    switch (member.shape()) {
      case Shape.Sequence _ ->
          ((List<?>) value)
              .forEach(part -> query.add(member.wireName() + "=" + encode(part.toString())));
      case Shape.Dictionary _ ->
          ((Map<?, ?>) value).forEach((k, v) -> query.add(k + "=" + encode((String) v)));
      case Shape _ -> query.add(member.wireName() + "=" + encode(text(member, value)));
    }
  }

  private byte[] body(Operation operation, Map<String, Object> input) {
    Structure shape = operation.input();
    if (shape.payload().isEmpty()) {
      boolean any =
          shape.members().values().stream()
              .anyMatch(member -> member.location() == Shape.Location.BODY);
      return any ? document(shape, input, shape.name()) : new byte[0];
    }
    Member payload = shape.payload().get();
    return switch (input.get(payload.name())) {
      case null -> new byte[0];
      case Blob blob -> blob.bytes();
      case String text -> text.getBytes(UTF_8);
      case Map<?, ?> map -> document((Structure) payload.shape(), map, payload.wireName());
      case Object other -> throw new IllegalArgumentException(other.toString());
    };
  }

  private static boolean isHttpDate(Member member) {
    Optional<String> format = ((Shape.Moment) member.shape()).format();
    return format.map("rfc822"::equals).orElse(member.location() == Shape.Location.HEADER);
  }

  private static String text(Member member, Object value) {
    return switch (value) {
      case Instant moment when isHttpDate(member) -> HTTP_DATE.format(moment);
      case List<?> list -> String.join(",", list.stream().map(Object::toString).toList());
      default -> value.toString();
    };
  }

  @Override
  public Map<String, Object> read(Operation operation, WireAnswer answer) {
    Structure shape = operation.output();
    Map<String, Object> output = new HashMap<>();
    byte[] body = answer.body().bytes();
    if (shape.payload().isPresent()) {
      Member payload = shape.payload().get();
      if (body.length > 0) {
        output.put(
            payload.name(),
            switch (payload.shape()) {
              case Structure structure -> members(structure, body);
              case Shape.Text _ -> new String(body, UTF_8);
              case Shape _ -> Blob.of(body);
            });
      }
    } else if (body.length > 0) {
      output.putAll(members(shape, body));
    }
    for (Member member : shape.members().values()) {
      switch (member.location()) {
        case BODY, URI, QUERY -> {}
        case STATUS -> output.put(member.name(), (long) answer.status());
        case HEADER ->
            ProtocolContract.header(answer, member.wireName())
                .ifPresent(text -> output.put(member.name(), value(member.shape(), text)));
        case HEADERS -> prefixed(member, answer).ifPresent(map -> output.put(member.name(), map));
      }
    }
    return output;
  }

  private static Optional<Map<String, Object>> prefixed(Member member, WireAnswer answer) {
    Map<String, Object> found = new HashMap<>();
    for (WireAnswer.Field field : answer.headers()) {
      if (field.name().startsWith(member.wireName())) {
        found.put(field.name().substring(member.wireName().length()), field.value());
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  static Instant moment(String text) {
    return text.contains(",") ? Instant.from(HTTP_DATE.parse(text)) : Instant.parse(text);
  }

  private static Object value(Shape shape, String text) {
    return switch (shape) {
      case Shape.Flag _ -> Boolean.parseBoolean(text);
      case Shape.Whole _ -> Long.parseLong(text);
      case Shape.Fraction _ -> Double.parseDouble(text);
      case Shape.Moment _ -> moment(text);
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        for (String part : text.split(",", -1)) {
          list.add(value(sequence.element().shape(), part));
        }
        yield list;
      }
      case Shape.Text _, Shape.Bytes _, Shape.Structure _, Shape.Dictionary _, Shape.Free _ -> text;
    };
  }
}

package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// AWS's rest-json protocol: members travel in the path, the query, headers and a JSON body.
public final class RestJson {

  /// The largest request: an inline package of 50 MB as base64, and the rest of CreateFunction.
  static final long MAX_BODY = 100L << 20;

  private RestJson() {}

  /// A successful answer.
  ///
  /// @param headers in the order in which they are written
  public record Answer(int status, Map<String, String> headers, String contentType, byte[] body) {}

  /// Reads and validates a request.
  ///
  /// @param body not yet read
  /// @throws ApiException if it does not fit the model
  public static Document read(UriTable.Match match, RequestHead head, InputStream body, Spool spool)
      throws IOException {
    Operation operation = match.operation();
    Map<String, Object> members = new LinkedHashMap<>();
    boolean hasBody = false;
    for (Member member : operation.input().members().values()) {
      Optional<String> text =
          switch (member.location()) {
            case URI -> Optional.ofNullable(match.labels().get(member.wireName()));
            case QUERY -> head.query().first(member.wireName());
            case HEADER -> head.header(member.wireName().toLowerCase(java.util.Locale.ROOT));
            case HEADERS, STATUS -> Optional.empty();
            case BODY -> {
              hasBody = true;
              yield Optional.empty();
            }
          };
      if (text.isPresent()) {
        if (member.location() == Location.QUERY && member.shape() instanceof Shape.Sequence) {
          members.put(member.name(), List.copyOf(head.query().all(member.wireName())));
        } else {
          members.put(member.name(), fromText(member, text.get()));
        }
      }
    }
    Optional<Member> payload = operation.input().payload();
    if (payload.isPresent() && payload.get().shape() instanceof Shape.Bytes) {
      Blob blob = spool.take(body, -1, MAX_BODY);
      if (blob.size() > 0) {
        members.put(payload.get().name(), blob);
      }
    } else if (hasBody) {
      body(operation, payload, body, spool, members);
    }
    Document document = new Document(members);
    Validation.check(operation, document);
    return document;
  }

  private static void body(
      Operation operation,
      Optional<Member> payload,
      InputStream body,
      Spool spool,
      Map<String, Object> members)
      throws IOException {
    try (JsonParser parser = Json.parser(body)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        throw ApiException.serialization("Unexpected " + first + " (expected: a JSON object)");
      }
      if (payload.isPresent()) {
        members.put(payload.get().name(), value(parser, payload.get().shape(), spool));
      } else {
        members.putAll(structure(parser, operation.input(), spool));
      }
      if (parser.nextToken() != null) {
        throw ApiException.serialization("Unexpected content after the JSON object");
      }
    } catch (JacksonException e) {
      throw ApiException.serialization(
          "Could not parse request body into json: " + e.getOriginalMessage());
    }
  }

  private static Map<String, Object> structure(
      JsonParser parser, Shape.Structure structure, Spool spool) throws IOException {
    Map<String, Member> byWireName = new LinkedHashMap<>();
    for (Member member : structure.members().values()) {
      if (member.location() == Location.BODY) {
        byWireName.put(member.wireName(), member);
      }
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      Member member = byWireName.get(name);
      if (member == null || token == JsonToken.VALUE_NULL) {
        // AWS ignores what its model does not know.
        parser.skipChildren();
      } else {
        members.put(member.name(), value(parser, member.shape(), spool));
      }
    }
    return members;
  }

  private static Object value(JsonParser parser, Shape shape, Spool spool) throws IOException {
    return switch (shape) {
      case Shape.Structure structure -> {
        expect(parser, JsonToken.START_OBJECT, "a structure");
        yield structure(parser, structure, spool);
      }
      case Shape.Sequence sequence -> {
        expect(parser, JsonToken.START_ARRAY, "a list");
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, sequence.element().shape(), spool));
        }
        yield list;
      }
      case Shape.Dictionary dictionary -> {
        expect(parser, JsonToken.START_OBJECT, "a map");
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
          parser.nextToken();
          map.put(key, value(parser, dictionary.value().shape(), spool));
        }
        yield map;
      }
      case Shape.Text _ -> {
        expect(parser, JsonToken.VALUE_STRING, "a String");
        yield parser.getString();
      }
      case Shape.Bytes _ -> {
        expect(parser, JsonToken.VALUE_STRING, "a Blob");
        try (Spool.Sink sink = spool.sink(MAX_BODY)) {
          parser.readBinaryValue(sink);
          yield sink.blob();
        }
      }
      case Shape.Flag _ -> {
        if (parser.currentToken() != JsonToken.VALUE_TRUE
            && parser.currentToken() != JsonToken.VALUE_FALSE) {
          throw unexpected(parser, "a Boolean");
        }
        yield parser.getBooleanValue();
      }
      case Shape.Whole _ -> {
        expect(parser, JsonToken.VALUE_NUMBER_INT, "an Integer");
        yield parser.getLongValue();
      }
      case Shape.Fraction _ -> {
        if (!parser.currentToken().isNumeric()) {
          throw unexpected(parser, "a Double");
        }
        yield parser.getDoubleValue();
      }
      case Shape.Moment _ ->
          parser.currentToken().isNumeric()
              ? Instant.ofEpochMilli(Math.round(parser.getDoubleValue() * 1000))
              : moment(parser.getString());
      case Shape.Free _ -> {
        Object free = Json.value(parser);
        yield free == null ? Map.of() : free;
      }
    };
  }

  private static Object fromText(Member member, String text) {
    try {
      return switch (member.shape()) {
        case Shape.Whole _ -> Long.valueOf(text);
        case Shape.Fraction _ -> Double.valueOf(text);
        case Shape.Flag _ -> Boolean.valueOf(text);
        case Shape.Moment _ -> moment(text);
        case Shape.Bytes _ -> Blob.of(Base64.getDecoder().decode(text));
        case Shape.Text _, Shape.Sequence _, Shape.Dictionary _, Shape.Structure _, Shape.Free _ ->
            text;
      };
    } catch (IllegalArgumentException e) {
      throw ApiException.serialization(
          member.wireName() + ": " + text + " (expected: " + member.shape().name() + ")");
    }
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ApiException.serialization("timestamp: " + text + " (expected: ISO 8601)");
    }
  }

  private static void expect(JsonParser parser, JsonToken wanted, String what) {
    if (parser.currentToken() != wanted) {
      throw unexpected(parser, what);
    }
  }

  private static ApiException unexpected(JsonParser parser, String what) {
    return ApiException.serialization(parser.currentToken() + " can not be converted to " + what);
  }

  /// Renders a successful answer.
  ///
  /// @param out by the names in the model; absent members are left out
  public static Answer write(Operation operation, Map<String, Object> out) {
    Map<String, String> headers = new LinkedHashMap<>();
    int status = operation.status();
    for (Member member : operation.output().members().values()) {
      Object value = out.get(member.name());
      if (value != null && member.location() == Location.HEADER) {
        headers.put(member.wireName(), value.toString());
      } else if (value instanceof Number number && member.location() == Location.STATUS) {
        status = number.intValue();
      }
    }
    Optional<Member> payload = operation.output().payload();
    if (payload.isPresent() && payload.get().shape() instanceof Shape.Bytes) {
      byte[] body = out.get(payload.get().name()) instanceof Blob blob ? blob.bytes() : new byte[0];
      return new Answer(status, headers, "application/json", body);
    }
    if (status == 204 || operation.output().members().isEmpty()) {
      return new Answer(status, headers, "application/json", new byte[0]);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = Json.generator(body)) {
      structure(generator, operation.output(), out);
    }
    return new Answer(status, headers, "application/json", body.toByteArray());
  }

  /// Renders an error: its code in a header, its message under both spellings.
  public static Answer error(ApiException.ApiError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Type", error.senderFault() ? "User" : "Server");
    body.put("Message", error.message());
    body.put("message", error.message());
    body.putAll(error.fields());
    return new Answer(
        error.status(),
        Map.of("x-amzn-ErrorType", error.code()),
        "application/json",
        Json.write(body));
  }

  @SuppressWarnings("unchecked")
  private static void structure(
      JsonGenerator generator, Shape.Structure structure, Map<String, Object> members) {
    generator.writeStartObject();
    for (Member member : structure.members().values()) {
      Object value = members.get(member.name());
      if (value != null && member.location() == Location.BODY) {
        generator.writeName(member.wireName());
        write(generator, member.shape(), value);
      }
    }
    generator.writeEndObject();
  }

  @SuppressWarnings("unchecked")
  private static void write(JsonGenerator generator, Shape shape, Object value) {
    switch (shape) {
      case Shape.Structure structure ->
          structure(generator, structure, (Map<String, Object>) value);
      case Shape.Sequence sequence -> {
        generator.writeStartArray();
        ((List<Object>) value).forEach(part -> write(generator, sequence.element().shape(), part));
        generator.writeEndArray();
      }
      case Shape.Dictionary dictionary -> {
        generator.writeStartObject();
        ((Map<String, Object>) value)
            .forEach((key, part) -> {
              generator.writeName(key);
              write(generator, dictionary.value().shape(), part);
            });
        generator.writeEndObject();
      }
      case Shape.Moment _ -> generator.writeNumber(((Instant) value).toEpochMilli() / 1000.0);
      case Shape.Bytes _ -> generator.writeBinary(((Blob) value).bytes());
      case Shape.Text _, Shape.Flag _, Shape.Whole _, Shape.Fraction _, Shape.Free _ ->
          Json.write(generator, value);
    }
  }
}

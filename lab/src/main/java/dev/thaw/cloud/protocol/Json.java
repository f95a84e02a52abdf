package dev.thaw.cloud.protocol;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/// JSON without a model: maps, lists, strings, [Long], [Double], booleans and null.
public final class Json {

  /// Nesting deeper than this is refused in every document.
  static final int DEPTH = 100;

  /// Characters of one text; base64 of blobs is streamed and not bound by it.
  static final int MAX_TEXT = 10_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // AWS speaks UTF-8; guessing at UTF-32 fails as if the connection did
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private Json() {}

  static JsonParser parser(InputStream in) {
    return FACTORY.createParser(ObjectReadContext.empty(), in);
  }

  static JsonParser parser(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  /// @throws JacksonException if it is not one JSON value
  public static @Nullable Object read(byte[] json) {
    try (JsonParser parser = parser(json)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "content after the end of the value");
      }
      return value;
    }
  }

  /// Reads a JSON object.
  @SuppressWarnings("unchecked")
  public static Map<String, Object> readObject(byte[] json) {
    if (read(json) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("JSON: another value (expected: an object)");
  }

  /// What is wrong with a text that should be one JSON value, or null if it is one.
  public static @Nullable String flaw(byte[] json) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() == null) {
        return "No content to map due to end-of-input";
      }
      parser.skipChildren();
      return parser.nextToken() == null ? null : "Unexpected content after the value";
    } catch (JacksonException e) {
      return e.getOriginalMessage();
    }
  }

  public static byte[] write(@Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = generator(out)) {
      write(generator, value);
    }
    return out.toByteArray();
  }

  /// The value at the parser's current token.
  static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new StreamReadException(parser, "no content");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        String name = parser.nextName();
        while (name != null) {
          parser.nextToken();
          map.put(name, value(parser));
          name = parser.nextName();
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) parser.getDoubleValue()
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new StreamReadException(parser, "unexpected " + token);
    };
  }

  static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach((name, part) -> {
          generator.writeName((String) name);
          write(generator, part);
        });
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        list.forEach(part -> write(generator, part));
        generator.writeEndArray();
      }
      case String text -> generator.writeString(text);
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      default ->
          throw new IllegalArgumentException(
              "JSON value of " + value.getClass() + " (expected: a map, list, text or number)");
    }
  }
}

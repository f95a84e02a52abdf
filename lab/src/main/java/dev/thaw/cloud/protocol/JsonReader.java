package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/// Reads values of a shape from JSON or CBOR, in one pass over the stream.
///
/// What the model does not know is skipped, null is absent, and base64 goes straight to the spool
/// as it is decoded.
final class JsonReader {

  private final Notation notation;
  private final Spool spool;
  private final long limit;

  /// @param limit most bytes of a blob
  JsonReader(Notation notation, Spool spool, long limit) {
    this.notation = notation;
    this.spool = spool;
    this.limit = limit;
  }

  /// The members of a structure that travel in the body; an empty body has none.
  Map<String, Object> readBody(JsonParser parser, Structure shape) throws IOException {
    return readDocument(parser, shape).orElseGet(HashMap::new);
  }

  /// The same, unless the body is empty.
  Optional<Map<String, Object>> readDocument(JsonParser parser, Structure shape)
      throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return Optional.empty();
      }
      if (first != JsonToken.START_OBJECT) {
        throw mismatch(first, "a Structure");
      }
      Map<String, Object> members = structure(parser, shape);
      if (parser.nextToken() != null) {
        throw ApiException.serialization("content after the end of the document");
      }
      return Optional.of(members);
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw ApiException.serialization(e.getOriginalMessage());
    }
  }

  private Map<String, Object> structure(JsonParser parser, Structure shape) {
    Map<String, Object> members = new HashMap<>();
    Map<String, Member> byWireName = byWireName(shape);
    String name = parser.nextName();
    while (name != null) {
      parser.nextToken();
      Member member = byWireName.get(name);
      if (member == null) {
        parser.skipChildren();
      } else {
        Object value = value(parser, member.shape(), member.format());
        if (value != null) {
          members.put(member.name(), value);
        }
      }
      name = parser.nextName();
    }
    return members;
  }

  private static Map<String, Member> byWireName(Structure shape) {
    Map<String, Member> byWireName = new HashMap<>();
    for (Member member : shape.members().values()) {
      if (member.location() == Location.BODY) {
        byWireName.put(member.wireName(), member);
      }
    }
    return byWireName;
  }

  private @Nullable Object value(JsonParser parser, Shape shape, Optional<String> format) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (shape) {
      case Structure structure -> {
        expect(token, JsonToken.START_OBJECT, "a Structure");
        yield structure(parser, structure);
      }
      case Shape.Sequence sequence -> {
        expect(token, JsonToken.START_ARRAY, "a List");
        yield list(parser, sequence);
      }
      case Shape.Dictionary dictionary -> {
        expect(token, JsonToken.START_OBJECT, "a Map");
        yield map(parser, dictionary);
      }
      case Shape.Text _ -> {
        expect(token, JsonToken.VALUE_STRING, "a String");
        yield unicode(parser.getString());
      }
      case Shape.Bytes _ -> {
        expect(token, notation.blob(), "a Blob");
        yield blob(parser);
      }
      case Shape.Flag _ -> {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
          throw mismatch(token, "a Boolean");
        }
        yield token == JsonToken.VALUE_TRUE;
      }
      case Shape.Whole _ -> whole(parser, token);
      case Shape.Fraction _ -> {
        if (token == JsonToken.VALUE_STRING) {
          yield Scalars.notFinite(parser.getString())
              .orElseThrow(() -> mismatch(token, "a Double"));
        }
        expectNumber(token, "a Double");
        yield parser.getDoubleValue();
      }
      case Shape.Moment moment -> moment(parser, token, format.or(moment::format));
      case Shape.Free _ -> Json.value(parser);
    };
  }

  private List<Object> list(JsonParser parser, Shape.Sequence sequence) {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(parser, sequence.element().shape(), Optional.empty());
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }

  private Map<String, Object> map(JsonParser parser, Shape.Dictionary dictionary) {
    Map<String, Object> map = new LinkedHashMap<>();
    String name = parser.nextName();
    while (name != null) {
      parser.nextToken();
      Object value = value(parser, dictionary.value().shape(), Optional.empty());
      if (value != null) {
        map.put(unicode(name), value);
      }
      name = parser.nextName();
    }
    return map;
  }

  /// Half a character could be kept nowhere.
  private static String unicode(String text) {
    if (!Scalars.isUnicode(text)) {
      throw ApiException.serialization("text: half a surrogate pair (expected: Unicode)");
    }
    return text;
  }

  private Blob blob(JsonParser parser) {
    try (Spool.Sink sink = spool.sink(limit)) {
      parser.readBinaryValue(sink);
      return sink.blob();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object whole(JsonParser parser, JsonToken token) {
    expectNumber(token, "an Integer");
    double value = parser.getDoubleValue();
    if (token == JsonToken.VALUE_NUMBER_FLOAT && value != Math.rint(value)) {
      throw mismatch(token, "an Integer");
    }
    if (Math.abs(value) > 9e18) {
      throw ApiException.serialization(parser.getString() + " (expected: a 64-bit integer)");
    }
    return token == JsonToken.VALUE_NUMBER_INT ? (Object) parser.getLongValue() : (long) value;
  }

  private static Object moment(JsonParser parser, JsonToken token, Optional<String> format) {
    if (token == JsonToken.VALUE_STRING) {
      return format.map(Timestamps::named).orElse(Timestamps.ISO_8601).parse(parser.getString());
    }
    expectNumber(token, "a Timestamp");
    return Timestamps.ofSeconds(parser.getDoubleValue());
  }

  private static void expectNumber(JsonToken token, String what) {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw mismatch(token, what);
    }
  }

  private static void expect(JsonToken token, JsonToken wanted, String what) {
    if (token != wanted) {
      throw mismatch(token, what);
    }
  }

  /// As AWS words it.
  private static ApiException mismatch(JsonToken token, String what) {
    String name =
        switch (token) {
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER_VALUE";
          case VALUE_STRING -> "STRING_VALUE";
          case VALUE_TRUE -> "TRUE_VALUE";
          case VALUE_FALSE -> "FALSE_VALUE";
          case START_OBJECT -> "START_OBJECT";
          case START_ARRAY -> "START_ARRAY";
          case END_OBJECT,
              END_ARRAY,
              PROPERTY_NAME,
              NOT_AVAILABLE,
              VALUE_EMBEDDED_OBJECT,
              VALUE_NULL ->
              token.name();
        };
    return ApiException.serialization(name + " can not be converted to " + what);
  }
}

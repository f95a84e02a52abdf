package dev.thaw.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a function says about its response: read in one pass, since most requests end with it.
///
/// @param status 0 where it names none
/// @param object whether it was an object at all
/// @param unknown the first member that is none of these, or null
public record FunctionAnswer(
    int status,
    List<HeaderField> headers,
    List<HeaderField> multiHeaders,
    List<String> cookies,
    @Nullable String body,
    boolean base64,
    boolean object,
    @Nullable String unknown) {

  /// @throws MalformedAnswer if it is no JSON, or a member is of a wrong type
  public static FunctionAnswer read(byte[] payload) throws MalformedAnswer {
    try (JsonParser parser = EventText.parser(payload)) {
      Reading reading = new Reading(parser);
      return reading.read();
    } catch (JacksonException e) {
      throw new MalformedAnswer("answer: " + e.getOriginalMessage() + " (expected: JSON)");
    }
  }

  /// The body as it goes out.
  ///
  /// @param decode whether base64 is undone where the function says that it is base64
  public byte[] bytes(boolean decode) throws MalformedAnswer {
    String text = body;
    if (text == null) {
      return HttpAnswer.NOTHING;
    }
    if (!base64 || !decode) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      // Python's encodebytes breaks lines
      return text.indexOf('\n') < 0
          ? Base64.getDecoder().decode(text)
          : Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswer("body: " + e.getMessage() + " (expected: base64)");
    }
  }

  private static final class Reading {

    private final JsonParser parser;
    private int status;
    private final List<HeaderField> headers = new ArrayList<>();
    private final List<HeaderField> multiHeaders = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>();
    private @Nullable String body;
    private boolean base64;
    private @Nullable String unknown;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    FunctionAnswer read() throws MalformedAnswer {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedAnswer("answer: nothing (expected: JSON)");
      }
      boolean object = first == JsonToken.START_OBJECT;
      if (object) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          member(name);
        }
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw new MalformedAnswer("answer: more after its end (expected: one JSON value)");
      }
      return new FunctionAnswer(
          status, headers, multiHeaders, cookies, body, base64, object, unknown);
    }

    private void member(String name) throws MalformedAnswer {
      switch (name) {
        case "statusCode" -> status = status();
        case "headers" -> headers();
        case "multiValueHeaders" -> multiHeaders();
        case "cookies" -> cookies();
        case "body" -> {
          if (parser.currentToken() == JsonToken.VALUE_NULL) {
            body = null;
          } else {
            body = scalar("body");
          }
        }
        case "isBase64Encoded" -> base64 = flag();
        case "statusDescription" -> parser.skipChildren();
        default -> {
          unknown = unknown == null ? name : unknown;
          parser.skipChildren();
        }
      }
    }

    private int status() throws MalformedAnswer {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return 0;
      }
      String text = scalar("statusCode");
      try {
        int number = Integer.parseInt(text.strip());
        if (number >= 100 && number <= 599) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Said below
      }
      throw new MalformedAnswer("statusCode: " + text + " (expected: 100 to 599)");
    }

    private void headers() throws MalformedAnswer {
      if (begins("headers", JsonToken.START_OBJECT)) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          if (parser.nextToken() != JsonToken.VALUE_NULL) {
            headers.add(field(name, scalar(name)));
          }
        }
      }
    }

    private void multiHeaders() throws MalformedAnswer {
      if (begins("multiValueHeaders", JsonToken.START_OBJECT)) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          if (begins(name, JsonToken.START_ARRAY)) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
              multiHeaders.add(field(name, scalar(name)));
            }
          }
        }
      }
    }

    private void cookies() throws MalformedAnswer {
      if (begins("cookies", JsonToken.START_ARRAY)) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          cookies.add(field("Set-Cookie", scalar("cookies")).value());
        }
      }
    }

    /// Whether it is there; null is as if it were not.
    private boolean begins(String name, JsonToken wanted) throws MalformedAnswer {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        return false;
      }
      if (token != wanted) {
        throw new MalformedAnswer(name + ": " + token + " (expected: " + wanted + ")");
      }
      return true;
    }

    private boolean flag() throws MalformedAnswer {
      return switch (parser.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE, VALUE_NULL -> false;
        case VALUE_STRING -> Boolean.parseBoolean(parser.getString());
        default ->
            throw new MalformedAnswer(
                "isBase64Encoded: " + parser.currentToken() + " (expected: a boolean)");
      };
    }

    private String scalar(String name) throws MalformedAnswer {
      if (!parser.currentToken().isScalarValue() || parser.currentToken() == JsonToken.VALUE_NULL) {
        throw new MalformedAnswer(name + ": " + parser.currentToken() + " (expected: a text)");
      }
      return parser.getString();
    }

    /// A line break in a header would be another header, or another answer.
    private static HeaderField field(String name, String value) throws MalformedAnswer {
      if (!isToken(name) || value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
        throw new MalformedAnswer("header: " + name + " (expected: a name and one line)");
      }
      return new HeaderField(name, value);
    }

    private static boolean isToken(String name) {
      return !name.isEmpty()
          && name.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }
  }
}

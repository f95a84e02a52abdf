package dev.thaw.gateway.url;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.FunctionAnswer;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.MalformedAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// The answers of function URLs.
final class UrlAnswers {

  static final String REQUEST_ID = "x-amzn-RequestId";

  private static final HeaderField JSON = new HeaderField("Content-Type", "application/json");

  private UrlAnswers() {}

  static HttpAnswer forbidden(Incoming request) {
    return of(
        request,
        403,
        List.of(new HeaderField("x-amzn-ErrorType", "AccessDeniedException"), JSON),
        "{\"Message\":\"Forbidden\"}".getBytes(UTF_8));
  }

  static HttpAnswer tooLarge(Incoming request) {
    return of(
        request, 413, List.of(JSON), "{\"message\":\"Request Entity Too Large\"}".getBytes(UTF_8));
  }

  static HttpAnswer throttled(Incoming request, String reason) {
    return of(
        request,
        429,
        List.of(new HeaderField("x-amzn-ErrorType", "TooManyRequestsException"), JSON),
        ("{\"Reason\":\"" + reason + "\",\"Type\":\"User\",\"message\":\"Rate Exceeded.\"}")
            .getBytes(UTF_8));
  }

  /// The function failed, or its answer makes no response.
  static HttpAnswer failed(Incoming request) {
    return of(
        request,
        502,
        List.of(new HeaderField("x-amzn-ErrorType", "InternalServerErrorException"), JSON),
        "Internal Server Error".getBytes(UTF_8));
  }

  static HttpAnswer of(Incoming request, int status, List<HeaderField> fields, byte[] body) {
    return new HttpAnswer(status, identified(request, fields), body);
  }

  /// A text, a number or a list: no need to look closer.
  static boolean isPlain(byte[] payload) {
    for (byte each : payload) {
      if (each > ' ') {
        return each != '{';
      }
    }
    return true;
  }

  /// Whether an answer that makes no response was meant to be one.
  static boolean namesStatus(byte[] payload) {
    try {
      return EventText.read(payload) instanceof Map<?, ?> map && map.get("statusCode") != null;
    } catch (JacksonException _) {
      return true;
    }
  }

  static HttpAnswer json(byte[] payload) {
    return new HttpAnswer(200, List.of(JSON), payload);
  }

  static HttpAnswer of(FunctionAnswer answer) throws MalformedAnswer {
    return new HttpAnswer(answer.status(), fields(answer), answer.bytes(true));
  }

  /// The fields that a function names, with the type that AWS puts where it names none.
  static List<HeaderField> fields(FunctionAnswer answer) {
    List<HeaderField> fields = new ArrayList<>(answer.headers().size() + 4);
    boolean typed = false;
    for (HeaderField field : answer.headers()) {
      typed |= field.name().equalsIgnoreCase("content-type");
      if (isFunctions(field.name())) {
        fields.add(field);
      }
    }
    if (!typed) {
      fields.add(JSON);
    }
    answer.cookies().forEach(cookie -> fields.add(new HeaderField("Set-Cookie", cookie)));
    return fields;
  }

  /// Lengths, codings and connections are the server's.
  private static boolean isFunctions(String name) {
    return !name.equalsIgnoreCase("content-length")
        && !name.equalsIgnoreCase("transfer-encoding")
        && !name.equalsIgnoreCase("connection");
  }

  static List<HeaderField> identified(Incoming request, List<HeaderField> given) {
    List<HeaderField> fields = new ArrayList<>(given.size() + 4);
    boolean named = false;
    for (HeaderField field : given) {
      named |= field.name().equalsIgnoreCase(REQUEST_ID);
      fields.add(field);
    }
    if (!named) {
      fields.add(new HeaderField(REQUEST_ID, request.timeline().id()));
    }
    return fields;
  }
}

package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Errors of requests that reach no offered service: as XML for clients that read XML, else JSON.
final class PlainError {

  private PlainError() {}

  static WireAnswer of(Request request, ApiError error, String requestId) {
    return request.isForm() ? xml(Refusals.query(error), requestId) : json(error, requestId);
  }

  private static WireAnswer json(ApiError error, String requestId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", error.code());
    body.put("message", error.message());
    body.put("Message", error.message());
    return new WireAnswer(
        error.status(),
        List.of(
            new Field("x-amzn-RequestId", requestId),
            new Field("x-amzn-ErrorType", error.code()),
            new Field("Content-Type", "application/json")),
        Blob.of(Json.write(body)));
  }

  private static WireAnswer xml(ApiError error, String requestId) {
    String body =
        "<ErrorResponse><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>"
            .formatted(
                error.senderFault() ? "Sender" : "Receiver",
                escape(error.code()),
                escape(error.message()),
                escape(requestId));
    return new WireAnswer(
        error.status(),
        List.of(new Field("x-amzn-RequestId", requestId), new Field("Content-Type", "text/xml")),
        Blob.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '&' -> escaped.append("&amp;");
            case '"' -> escaped.append("&quot;");
            default -> escaped.appendCodePoint(c < 0x20 ? ' ' : c);
          }
        });
    return escaped.toString();
  }
}

package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Errors of requests that reach no offered service, in the language of the caller.
final class PlainError {

  private PlainError() {}

  static WireAnswer json(ApiError error, String requestId) {
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

  static WireAnswer xml(ApiError error, String requestId) {
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

  /// A CBOR map of two texts.
  static WireAnswer cbor(ApiError error, String requestId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.write(0xa2);
    for (String text : List.of("__type", error.code(), "message", error.message())) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.write(0x79);
      out.write(utf8.length >> 8);
      out.write(utf8.length);
      out.writeBytes(utf8);
    }
    return new WireAnswer(
        error.status(),
        List.of(
            new Field("x-amzn-RequestId", requestId),
            new Field("smithy-protocol", "rpc-v2-cbor"),
            new Field("Content-Type", "application/cbor")),
        Blob.of(out.toByteArray()));
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

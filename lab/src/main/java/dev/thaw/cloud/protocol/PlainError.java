package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.WireAnswer.Field;
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
    XmlText xml = new XmlText().begin("ErrorResponse").begin("Error");
    xml.element("Type", error.senderFault() ? "Sender" : "Receiver");
    xml.element("Code", error.code()).element("Message", error.message()).end("Error");
    xml.element("RequestId", requestId).end("ErrorResponse");
    return new WireAnswer(
        error.status(),
        List.of(new Field("x-amzn-RequestId", requestId), new Field("Content-Type", "text/xml")),
        Blob.of(xml.utf8()));
  }
}

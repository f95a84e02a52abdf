package dev.thaw.gateway.url;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.Parameters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// The event of a function URL: payload format 2.0.
///
/// @param id the first label of the URL's host
/// @param signer who signed, where the URL wants it
/// @param trace header as the function gets it
record UrlEvent(
    Incoming request, String id, Optional<Signer> signer, String trace, byte[] content) {

  private static final String DEFAULT = "$default";

  byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + content.length * 3 / 2);
    try (JsonGenerator json = EventText.generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("version", "2.0");
      json.writeStringProperty("routeKey", DEFAULT);
      json.writeStringProperty("rawPath", request.path());
      json.writeStringProperty("rawQueryString", request.query());
      cookies(json);
      headers(json);
      query(json);
      context(json);
      body(json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private void cookies(JsonGenerator json) {
    List<String> cookies = new ArrayList<>();
    for (HeaderField field : request.headers()) {
      if (field.name().equalsIgnoreCase("cookie")) {
        for (String cookie : field.value().split(";", -1)) {
          if (!cookie.isBlank()) {
            cookies.add(cookie.strip());
          }
        }
      }
    }
    if (!cookies.isEmpty()) {
      json.writeArrayPropertyStart("cookies");
      cookies.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private void headers(JsonGenerator json) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (HeaderField field : request.headers()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!name.equals("cookie") && !name.equals("connection")) {
        fields.merge(name, field.value(), (one, other) -> one + "," + other);
      }
    }
    fields.merge("x-forwarded-for", request.sourceIp(), (one, other) -> one + ", " + other);
    fields.put("x-forwarded-proto", request.scheme());
    fields.put("x-forwarded-port", request.port());
    fields.put("x-amzn-trace-id", trace);
    EventText.texts(json, "headers", fields);
  }

  private void query(JsonGenerator json) {
    Map<String, List<String>> parameters = Parameters.parse(request.query());
    if (!parameters.isEmpty()) {
      json.writeObjectPropertyStart("queryStringParameters");
      parameters.forEach(
          (name, values) -> json.writeStringProperty(name, String.join(",", values)));
      json.writeEndObject();
    }
  }

  private void context(JsonGenerator json) {
    json.writeObjectPropertyStart("requestContext");
    json.writeStringProperty("accountId", signer.map(Signer::account).orElse("anonymous"));
    json.writeStringProperty("apiId", id);
    if (signer.isPresent()) {
      signer.get().write(json);
    }
    json.writeStringProperty("domainName", request.host());
    json.writeStringProperty("domainPrefix", id);
    json.writeObjectPropertyStart("http");
    json.writeStringProperty("method", request.method());
    json.writeStringProperty("path", request.path());
    json.writeStringProperty("protocol", request.protocol());
    json.writeStringProperty("sourceIp", request.sourceIp());
    EventText.text(json, "userAgent", request.header("user-agent").orElse(null));
    json.writeEndObject();
    json.writeStringProperty("requestId", request.timeline().id());
    json.writeStringProperty("routeKey", DEFAULT);
    json.writeStringProperty("stage", DEFAULT);
    json.writeStringProperty("time", EventText.time(request.arrived()));
    json.writeNumberProperty("timeEpoch", request.arrived() / 1_000_000L);
    json.writeEndObject();
  }

  private void body(JsonGenerator json) {
    boolean text = content.length == 0 || isText();
    if (content.length > 0) {
      json.writeName("body");
      if (text) {
        json.writeString(new String(content, StandardCharsets.UTF_8));
      } else {
        json.writeBinary(content);
      }
    }
    json.writeBooleanProperty("isBase64Encoded", !text);
  }

  /// Forms are none: AWS hands them over in base64.
  private boolean isText() {
    if (request.header("content-encoding").isPresent()) {
      return false;
    }
    String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
    int end = type.indexOf(';');
    String plain = (end < 0 ? type : type.substring(0, end)).strip();
    return plain.startsWith("text/")
        || plain.equals("application/json")
        || plain.equals("application/javascript")
        || plain.equals("application/xml")
        || plain.endsWith("+json")
        || plain.endsWith("+xml");
  }
}

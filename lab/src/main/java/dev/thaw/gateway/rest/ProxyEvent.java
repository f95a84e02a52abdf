package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.Incoming;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// Events of Lambda proxy integrations, payload format 1.0, and of REQUEST authorizers, which are
/// the same without a body.
final class ProxyEvent {

  private final RestCall call;
  private final Incoming request;
  private final Map<String, List<String>> headers;
  private final JsonGenerator json;

  private ProxyEvent(RestCall call, JsonGenerator json) {
    this.call = call;
    this.request = call.request();
    this.json = json;
    headers = headers(call);
  }

  /// @param binary whether the body is handed over in base64
  static byte[] of(RestCall call, boolean binary) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2048 + call.body().length * 3 / 2);
    try (JsonGenerator json = EventText.generator(out)) {
      json.writeStartObject();
      ProxyEvent event = new ProxyEvent(call, json);
      event.request();
      event.body(binary);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  static byte[] forAuthorizer(RestCall call) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = EventText.generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("type", "REQUEST");
      json.writeStringProperty("methodArn", call.arn(call.path()));
      new ProxyEvent(call, json).request();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /// What integrations see: the caller's own and those that AWS's front adds. Their names keep
  /// their case; of two that differ only in case the first one names both.
  static Map<String, List<String>> headers(RestCall call) {
    Incoming request = call.request();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    String forwarded = request.sourceIp();
    for (HeaderField field : request.headers()) {
      if (field.name().equalsIgnoreCase("x-forwarded-for")) {
        forwarded = field.value() + ", " + request.sourceIp();
      } else if (isPassed(field.name())) {
        add(headers, field);
      }
    }
    headers.put("X-Amzn-Trace-Id", List.of(call.trace()));
    headers.put("X-Forwarded-For", List.of(forwarded));
    headers.put("X-Forwarded-Port", List.of(request.port()));
    headers.put("X-Forwarded-Proto", List.of(request.scheme()));
    return headers;
  }

  private static void add(Map<String, List<String>> headers, HeaderField field) {
    List<String> values = headers.get(field.name());
    if (values == null) {
      for (Map.Entry<String, List<String>> known : headers.entrySet()) {
        if (known.getKey().equalsIgnoreCase(field.name())) {
          values = known.getValue();
        }
      }
    }
    if (values == null) {
      values = new ArrayList<>(1);
      headers.put(field.name(), values);
    }
    values.add(field.value());
  }

  /// Those of the connection stay at the door, and those that the door sets are set anew.
  private static boolean isPassed(String name) {
    return switch (name.length()) {
      case 6 -> !name.equalsIgnoreCase("expect");
      case 10 -> !name.equalsIgnoreCase("connection");
      case 14 -> !name.equalsIgnoreCase("content-length");
      case 15 -> !name.equalsIgnoreCase("x-amzn-trace-id");
      case 16 -> !name.equalsIgnoreCase("x-forwarded-port");
      case 17 ->
          !name.equalsIgnoreCase("transfer-encoding")
              && !name.equalsIgnoreCase("x-forwarded-proto");
      default -> true;
    };
  }

  private void request() {
    json.writeStringProperty("resource", call.resource().path());
    json.writeStringProperty("path", call.path());
    json.writeStringProperty("httpMethod", request.method());
    last("headers", headers);
    EventText.lists(json, "multiValueHeaders", headers);
    Map<String, List<String>> query = call.query();
    if (query.isEmpty()) {
      json.writeNullProperty("queryStringParameters");
      json.writeNullProperty("multiValueQueryStringParameters");
    } else {
      last("queryStringParameters", query);
      EventText.lists(json, "multiValueQueryStringParameters", query);
    }
    textsOrNull("pathParameters", call.pathParameters());
    textsOrNull("stageVariables", call.stage().variables());
    context();
  }

  /// Of several values AWS takes the last.
  private void last(String name, Map<String, List<String>> values) {
    json.writeObjectPropertyStart(name);
    values.forEach((key, list) -> json.writeStringProperty(key, list.getLast()));
    json.writeEndObject();
  }

  private void textsOrNull(String name, Map<String, String> values) {
    if (values.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      EventText.texts(json, name, values);
    }
  }

  private void context() {
    json.writeObjectPropertyStart("requestContext");
    json.writeStringProperty("resourceId", call.resource().id());
    call.grant().ifPresent(this::authorizer);
    json.writeStringProperty("resourcePath", call.resource().path());
    call.method()
        .operationName()
        .ifPresent(name -> json.writeStringProperty("operationName", name));
    json.writeStringProperty("httpMethod", request.method());
    json.writeStringProperty("extendedRequestId", call.extendedId());
    json.writeStringProperty("requestTime", EventText.time(request.arrived()));
    json.writeStringProperty("path", call.wholePath());
    json.writeStringProperty("accountId", call.api().account());
    json.writeStringProperty("protocol", request.protocol());
    json.writeStringProperty("stage", call.stage().name());
    json.writeStringProperty("domainPrefix", call.api().id());
    json.writeNumberProperty("requestTimeEpoch", request.arrived() / 1_000_000L);
    json.writeStringProperty("requestId", call.id());
    identity();
    json.writeStringProperty("domainName", call.domainName());
    json.writeStringProperty("deploymentId", call.stage().deployment());
    json.writeStringProperty("apiId", call.api().id());
    json.writeEndObject();
  }

  private void authorizer(RestCall.Grant grant) {
    json.writeObjectPropertyStart("authorizer");
    grant.context().forEach(json::writeStringProperty);
    json.writeStringProperty("principalId", grant.principal());
    json.writeNumberProperty("integrationLatency", grant.latencyMs());
    json.writeEndObject();
  }

  private void identity() {
    json.writeObjectPropertyStart("identity");
    json.writeNullProperty("cognitoIdentityPoolId");
    json.writeNullProperty("accountId");
    json.writeNullProperty("cognitoIdentityId");
    json.writeNullProperty("caller");
    call.key()
        .ifPresent(key -> {
          json.writeStringProperty("apiKey", key.value());
          json.writeStringProperty("apiKeyId", key.id());
        });
    json.writeStringProperty("sourceIp", request.sourceIp());
    json.writeNullProperty("principalOrgId");
    json.writeNullProperty("accessKey");
    json.writeNullProperty("cognitoAuthenticationType");
    json.writeNullProperty("cognitoAuthenticationProvider");
    json.writeNullProperty("userArn");
    EventText.text(json, "userAgent", request.header("user-agent").orElse(null));
    json.writeNullProperty("user");
    json.writeEndObject();
  }

  private void body(boolean binary) {
    byte[] content = call.body();
    boolean base64 = binary && content.length > 0;
    if (content.length == 0) {
      json.writeNullProperty("body");
    } else {
      json.writeName("body");
      if (base64) {
        json.writeBinary(content);
      } else {
        json.writeString(new String(content, StandardCharsets.UTF_8));
      }
    }
    json.writeBooleanProperty("isBase64Encoded", base64);
  }
}

package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.rest.RestApi.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/// Checks requests before anything is called.
final class RequestValidator {

  private static final String PREFIX = "method.request.";
  private static final int KEPT = 2000;

  private final Map<String, Object> schemas = new ConcurrentHashMap<>();

  /// @throws Refusal if the request is not as the method wants it
  void check(RestCall call) {
    Validator validator = call.api().validators().get(call.method().validator().orElse(""));
    if (validator == null) {
      return;
    }
    if (validator.parameters()) {
      parameters(call);
    }
    if (validator.body()) {
      body(call);
    }
  }

  private static void parameters(RestCall call) {
    List<String> missing = new ArrayList<>();
    Mapping mapping = new Mapping(call, CallContext.of(call), null);
    call.method()
        .parameters()
        .forEach((name, required) -> {
          if (required && mapping.value(name).filter(value -> !value.isEmpty()).isEmpty()) {
            missing.add(name.substring(name.indexOf('.', PREFIX.length()) + 1));
          }
        });
    if (!missing.isEmpty()) {
      missing.sort(null);
      throw Refusal.missing(missing);
    }
  }

  private void body(RestCall call) {
    String type = MediaTypes.plain(call.contentType());
    String name = call.method().models().get(type);
    String text = name == null ? null : call.api().models().get(name);
    if (text == null || text.isBlank()) {
      return;
    }
    List<String> flaws;
    try {
      if (schemas.size() > KEPT) {
        schemas.clear();
      }
      Object schema = schemas.computeIfAbsent(text, RequestValidator::schema);
      flaws = new JsonSchema(schema, call.api().models()).flaws(EventText.read(call.body()));
    } catch (JacksonException e) {
      flaws = List.of("the body is not JSON");
    }
    if (!flaws.isEmpty()) {
      throw Refusal.body(flaws);
    }
  }

  private static Object schema(String text) {
    try {
      Object schema = EventText.read(text);
      return schema == null ? Map.of() : schema;
    } catch (JacksonException _) {
      throw Refusal.misconfigured();
    }
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A definition of an API: Swagger 2.0 or OpenAPI 3.0, written in JSON or YAML.
///
/// @param swagger whether it is Swagger 2.0
record Definition(Part root, boolean swagger) {

  private static final int DEPTH = 100;
  private static final int MOST_VALUES = 500_000;
  private static final int MOST_BYTES = 6 * 1024 * 1024;
  private static final int MOST_HOPS = 20;

  private static final LoadSettings YAML =
      LoadSettings.builder()
          .setCodePointLimit(MOST_BYTES)
          .setMaxAliasesForCollections(50)
          .setAllowDuplicateKeys(false)
          .build();

  static Definition read(byte[] bytes) {
    Part root = new Part(tree(bytes), "");
    String swagger = root.text("swagger").orElse("");
    String openapi = root.text("openapi").orElse("");
    if (swagger.equals("2.0") || swagger.equals("2")) {
      return new Definition(root, true);
    }
    if (openapi.startsWith("3.0")) {
      return new Definition(root, false);
    }
    throw invalid(
        "swagger '%s', openapi '%s' (expected: swagger 2.0 or openapi 3.0.x)"
            .formatted(swagger, openapi));
  }

  private static Map<String, Object> tree(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Object read;
    try {
      read = text.stripLeading().startsWith("{") ? Json.read(bytes) : yaml(text);
    } catch (RuntimeException e) {
      if (e instanceof ApiException refused) {
        throw refused;
      }
      throw invalid(oneLine(e));
    }
    int[] left = {MOST_VALUES};
    if (read instanceof Map<?, ?> map) {
      return map(map, 0, left);
    }
    throw invalid("another value (expected: an object)");
  }

  private static @Nullable Object yaml(String text) {
    try {
      return new Load(YAML).loadFromString(text);
    } catch (YamlEngineException | StackOverflowError e) {
      throw invalid(oneLine(e));
    }
  }

  private static String oneLine(Throwable e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    return message.substring(0, Math.min(message.length(), 300));
  }

  /// With texts as keys, as JSON has them; nesting that never ends is refused.
  private static Map<String, Object> map(Map<?, ?> map, int depth, int[] left) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      Object read = plain(value, depth + 1, left);
      if (read != null) {
        plain.put(String.valueOf(key), read);
      }
    });
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value, int depth, int[] left) {
    if (depth > DEPTH || --left[0] < 0) {
      throw invalid(
          "nested deeper than " + DEPTH + " levels, or more than " + MOST_VALUES + " values");
    }
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> map(map, depth, left);
      case List<?> list -> {
        List<Object> plain = new ArrayList<>();
        for (Object each : list) {
          Object read = plain(each, depth + 1, left);
          if (read != null) {
            plain.add(read);
          }
        }
        yield plain;
      }
      case String text -> text;
      case Boolean flag -> flag;
      case Integer number -> Long.valueOf(number);
      case Long number -> number;
      case Double number when Double.isFinite(number) -> number;
      default -> String.valueOf(value);
    };
  }

  private static ApiException invalid(String flaw) {
    return GatewayErrors.badRequest("Invalid OpenAPI input: " + flaw);
  }

  /// The object that an object's `$ref` leads to, or itself.
  Part resolve(Part part) {
    Part at = part;
    for (int hops = 0; at.has("$ref"); hops++) {
      String ref = at.text("$ref").orElse("");
      if (hops > MOST_HOPS || !ref.startsWith("#/")) {
        throw invalid(at.where() + ": $ref '" + ref + "' (expected: one within this document)");
      }
      Part next = root;
      for (String segment : ref.substring(2).split("/")) {
        next = next.child(PatchPath.unescape(segment));
      }
      if (next.isEmpty()) {
        throw invalid(at.where() + ": $ref '" + ref + "' leads nowhere");
      }
      at = next;
    }
    return at;
  }

  Part models() {
    return swagger ? root.child("definitions") : root.child("components").child("schemas");
  }

  Part securitySchemes() {
    return swagger
        ? root.child("securityDefinitions")
        : root.child("components").child("securitySchemes");
  }

  /// What all paths are under, as far as the definition says: `/v1`, or `/`.
  String basePath() {
    String base = swagger ? root.text("basePath").orElse("/") : serverPath();
    return base.startsWith("/") ? base : "/" + base;
  }

  private String serverPath() {
    Optional<Part> server = root.children("servers").stream().findFirst();
    if (server.isEmpty()) {
      return "/";
    }
    String url = server.get().text("url").orElse("/");
    Part variables = server.get().child("variables");
    for (String name : variables.names()) {
      url = url.replace("{" + name + "}", variables.child(name).text("default").orElse(""));
    }
    int authority = url.indexOf("://");
    int path = url.indexOf('/', authority < 0 ? 0 : authority + 3);
    return path < 0 ? "/" : url.substring(path).replace("//", "/");
  }

  /// The place where an endpoint's configuration is told.
  Part endpoint() {
    String extension = "x-amazon-apigateway-endpoint-configuration";
    if (root.has(extension)) {
      return root.child(extension);
    }
    return root.children("servers").stream()
        .filter(server -> server.has(extension))
        .findFirst()
        .map(server -> server.child(extension))
        .orElseGet(() -> root.child(extension));
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A deployed API as a definition in Swagger 2.0 or OpenAPI 3.0.
///
/// @param api as the deployment froze it
/// @param swagger whether in Swagger 2.0
/// @param integrations whether with what stands behind the methods
/// @param authorizers whether with who authorizes
/// @param whole whether with everything else that only API Gateway knows
record Export(
    Api api,
    String stage,
    boolean swagger,
    boolean integrations,
    boolean authorizers,
    boolean whole) {

  private static final String EXTENSION = "x-amazon-apigateway-";

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(swagger ? "swagger" : "openapi", swagger ? "2.0" : "3.0.1");
    document.put("info", info());
    server(document);
    document.put("paths", paths());
    Map<String, Object> schemes = securitySchemes();
    Map<String, Object> models = models();
    if (swagger) {
      putUnlessEmpty(document, "securityDefinitions", schemes);
      putUnlessEmpty(document, "definitions", models);
    } else {
      Map<String, Object> components = new LinkedHashMap<>();
      putUnlessEmpty(components, "schemas", models);
      putUnlessEmpty(components, "securitySchemes", schemes);
      document.put("components", components);
    }
    if (whole) {
      extensions(document);
    }
    return document;
  }

  private static void putUnlessEmpty(Map<String, Object> into, String name, Map<?, ?> map) {
    if (!map.isEmpty()) {
      into.put(name, map);
    }
  }

  private Map<String, Object> info() {
    Document settings = api.view();
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", settings.text("name"));
    settings.optionalText("description").ifPresent(text -> info.put("description", text));
    info.put(
        "version",
        settings
            .optionalText("version")
            .orElseGet(() -> Instant.ofEpochSecond(settings.number("createdDate")).toString()));
    return info;
  }

  private void server(Map<String, Object> document) {
    String host = api.id() + ".execute-api." + api.region() + ".amazonaws.com";
    if (swagger) {
      document.put("host", host);
      document.put("basePath", "/" + stage);
      document.put("schemes", List.of("https"));
    } else {
      document.put(
          "servers",
          List.of(
              Map.of(
                  "url",
                  "https://" + host + "/{basePath}",
                  "variables",
                  Map.of("basePath", Map.of("default", stage)))));
    }
  }

  private Map<String, Object> paths() {
    Map<String, Object> paths = new TreeMap<>();
    ExportedMethod exported = new ExportedMethod(api, swagger, integrations, whole);
    for (Map<String, Object> resource : api.values(Section.RESOURCES)) {
      Map<String, Object> item = new LinkedHashMap<>();
      Document methods = new Document(Api.methods(resource));
      for (String verb : methods.names()) {
        item.put(
            verb.equals("ANY") ? EXTENSION + "any-method" : verb.toLowerCase(Locale.ROOT),
            exported.operation(methods.document(verb)));
      }
      putUnlessEmpty(paths, Tree.text(resource, "path"), item);
    }
    return paths;
  }

  private Map<String, Object> models() {
    Map<String, Object> models = new LinkedHashMap<>();
    for (Map<String, Object> model : api.values(Section.MODELS)) {
      String schema = Tree.text(model, "schema");
      models.put(
          Tree.text(model, "name"),
          schema.isEmpty()
              ? Map.of()
              : local(Json.readObject(schema.getBytes(StandardCharsets.UTF_8))));
    }
    return models;
  }

  /// References to models become references within the document.
  private Object local(Object value) {
    String prefix = "https://apigateway.amazonaws.com/restapis/" + api.id() + "/models/";
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> local = new LinkedHashMap<>();
        map.forEach((name, each) -> {
          if (each != null) {
            local.put((String) name, local(each));
          }
        });
        yield local;
      }
      case List<?> list -> list.stream().map(this::local).toList();
      case String text when text.startsWith(prefix) ->
          ExportedMethod.reference(swagger, text.substring(prefix.length()));
      default -> value;
    };
  }

  private Map<String, Object> securitySchemes() {
    Map<String, Object> schemes = new LinkedHashMap<>();
    for (Map<String, Object> each : api.values(Section.AUTHORIZERS)) {
      Document authorizer = new Document(each);
      Map<String, Object> scheme = apiKey(header(authorizer));
      if (authorizers) {
        scheme.put(EXTENSION + "authtype", authorizer.optionalText("authType").orElse("custom"));
        Map<String, Object> told = new LinkedHashMap<>(each);
        List.of("id", "name", "authType").forEach(told::remove);
        told.put("type", authorizer.text("type").toLowerCase(Locale.ROOT));
        scheme.put(EXTENSION + "authorizer", told);
      }
      schemes.put(authorizer.text("name"), scheme);
    }
    if (api.pathWhere(method -> method.text("authorizationType").equals("AWS_IAM")).isPresent()) {
      Map<String, Object> signature = apiKey("Authorization");
      signature.put(EXTENSION + "authtype", "awsSigv4");
      schemes.put("sigv4", signature);
    }
    if (api.pathWhere(method -> method.flag("apiKeyRequired")).isPresent()) {
      schemes.put("api_key", apiKey("x-api-key"));
    }
    return schemes;
  }

  private static String header(Document authorizer) {
    String source = authorizer.optionalText("identitySource").orElse("");
    String prefix = "method.request.header.";
    return source.startsWith(prefix) && source.indexOf(',') < 0
        ? source.substring(prefix.length())
        : "Unused";
  }

  private static Map<String, Object> apiKey(String header) {
    Map<String, Object> scheme = new LinkedHashMap<>();
    scheme.put("type", "apiKey");
    scheme.put("name", header);
    scheme.put("in", "header");
    return scheme;
  }

  private void extensions(Map<String, Object> document) {
    Document settings = api.view();
    Map<String, Object> validators = new LinkedHashMap<>();
    for (Map<String, Object> validator : api.values(Section.VALIDATORS)) {
      Map<String, Object> told = new LinkedHashMap<>(validator);
      told.remove("id");
      told.remove("name");
      validators.put(Tree.text(validator, "name"), told);
    }
    putUnlessEmpty(document, EXTENSION + "request-validators", validators);
    Map<String, Object> responses = new LinkedHashMap<>();
    for (Map<String, Object> response : api.values(Section.RESPONSES)) {
      Map<String, Object> told = new LinkedHashMap<>(response);
      told.remove("responseType");
      told.remove("defaultResponse");
      responses.put(Tree.text(response, "responseType"), told);
    }
    putUnlessEmpty(document, EXTENSION + "gateway-responses", responses);
    if (!settings.texts("binaryMediaTypes").isEmpty()) {
      document.put(EXTENSION + "binary-media-types", settings.texts("binaryMediaTypes"));
    }
    settings
        .optionalNumber("minimumCompressionSize")
        .ifPresent(size -> document.put(EXTENSION + "minimum-compression-size", size));
    settings
        .optionalText("apiKeySource")
        .filter("AUTHORIZER"::equals)
        .ifPresent(source -> document.put(EXTENSION + "api-key-source", source));
    settings
        .optionalText("policy")
        .ifPresent(policy ->
            document.put(
                EXTENSION + "policy", Json.readObject(policy.getBytes(StandardCharsets.UTF_8))));
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Puts a definition into a draft of an API.
final class DefinitionImport {

  private static final String EXTENSION = "x-amazon-apigateway-";

  private static final Set<String> KNOWN =
      Set.of(
          "binary-media-types",
          "minimum-compression-size",
          "api-key-source",
          "policy",
          "endpoint-configuration",
          "gateway-responses",
          "request-validators",
          "request-validator");

  private final Api api;
  private final Definition definition;
  private final BasePath base;
  private final ImportFindings findings = new ImportFindings();

  /// What becomes of a base path: dropped, put before every path, or put there without its first
  /// segment.
  enum BasePath {
    IGNORE,
    PREPEND,
    SPLIT;

    /// @param mode the request's parameter; empty for the usual
    static BasePath of(String mode) {
      return switch (mode.toLowerCase(Locale.ROOT)) {
        case "", "ignore" -> IGNORE;
        case "prepend" -> PREPEND;
        case "split" -> SPLIT;
        default ->
            throw GatewayErrors.badRequest(
                "Invalid basepath mode: '%s' (expected: ignore, prepend or split)".formatted(mode));
      };
    }

    /// @param path of the definition
    String before(String path) {
      String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return switch (this) {
        case IGNORE -> "";
        case PREPEND -> trimmed;
        case SPLIT -> {
          int second = trimmed.indexOf('/', 1);
          yield second < 0 ? "" : trimmed.substring(second);
        }
      };
    }
  }

  DefinitionImport(Api api, Definition definition, BasePath base) {
    this.api = api;
    this.definition = definition;
    this.base = base;
  }

  /// @param strict whether warnings are errors
  void run(boolean strict) {
    findings.step("Unable to update API", this::settings);
    findings.step("Unable to update endpoint configuration", this::endpoint);
    ImportedModels models = new ImportedModels(api, definition, findings);
    models.run();
    ImportedSecurity security = new ImportedSecurity(api, definition, findings);
    security.run();
    validators();
    responses();
    ImportedMethods methods = new ImportedMethods(api, definition, findings, models, security);
    String prefix = base.before(definition.basePath());
    Part paths = definition.root().child("paths");
    for (String path : paths.names()) {
      if (!path.startsWith("x-")) {
        methods.run(prefix + (path.startsWith("/") ? path : "/" + path), paths.child(path));
      }
    }
    findings.check(strict);
    api.settings().remove("warnings");
    if (!findings.warnings().isEmpty()) {
      api.settings().put("warnings", new ArrayList<Object>(findings.warnings()));
    }
  }

  private void settings() {
    Part root = definition.root();
    for (String name : root.names()) {
      if (name.startsWith(EXTENSION) && !KNOWN.contains(name.substring(EXTENSION.length()))) {
        findings.warn("'" + name + "' is not supported; it is ignored");
      }
    }
    Map<String, Object> settings = api.settings();
    Part info = root.child("info");
    settings.put("name", info.text("title").orElse(""));
    info.text("description").ifPresent(text -> settings.put("description", text));
    info.text("version").ifPresent(text -> settings.put("version", text));
    if (root.has(EXTENSION + "binary-media-types")) {
      settings.put(
          "binaryMediaTypes", new ArrayList<Object>(root.texts(EXTENSION + "binary-media-types")));
    }
    root.whole(EXTENSION + "minimum-compression-size")
        .ifPresent(size -> settings.put("minimumCompressionSize", size));
    root.text(EXTENSION + "api-key-source")
        .ifPresent(source -> settings.put("apiKeySource", source.toUpperCase(Locale.ROOT)));
    if (root.has(EXTENSION + "policy")) {
      settings.put("policy", policy(root));
    }
    RestApiSettings.check(api);
  }

  /// An object, or the text of one.
  private static String policy(Part root) {
    String name = EXTENSION + "policy";
    return root.members().get(name) instanceof String text
        ? text
        : new String(Json.write(root.child(name).members()), StandardCharsets.UTF_8);
  }

  private void endpoint() {
    Part given = definition.endpoint();
    if (given.has("vpcEndpointIds")) {
      Tree.child(api.settings(), "endpointConfiguration")
          .put("vpcEndpointIds", new ArrayList<Object>(given.texts("vpcEndpointIds")));
    }
    if (given.has("disableExecuteApiEndpoint")) {
      api.settings().put("disableExecuteApiEndpoint", given.flag("disableExecuteApiEndpoint"));
    }
    if (given.has("types")) {
      Tree.child(api.settings(), "endpointConfiguration")
          .put("types", new ArrayList<Object>(given.texts("types")));
      RestApiSettings.check(api);
    }
  }

  private void validators() {
    Part given = definition.root().child(EXTENSION + "request-validators");
    for (String name : given.names()) {
      findings.step(
          "Unable to create request validator '" + name + "'",
          () -> {
            Part validator = given.child(name);
            api.values(Section.VALIDATORS).removeIf(other -> name.equals(other.get("name")));
            ValidatorOperations.add(
                api,
                name,
                validator.flag("validateRequestBody"),
                validator.flag("validateRequestParameters"));
          });
    }
  }

  private void responses() {
    Part given = definition.root().child(EXTENSION + "gateway-responses");
    for (String type : given.names()) {
      findings.step(
          "Unable to put gateway response '" + type + "'",
          () -> {
            Part response = given.child(type);
            Map<String, Object> members = new LinkedHashMap<>();
            response.text("statusCode").ifPresent(status -> members.put("statusCode", status));
            for (String name : List.of("responseParameters", "responseTemplates")) {
              if (response.has(name)) {
                members.put(name, response.textMap(name));
              }
            }
            GatewayResponses.put(api, type, members);
          });
    }
  }

  /// Takes out of an API what a definition tells, before another one takes its place. The root and
  /// its id, stages and deployments, tags and the endpoint stay.
  static void clear(Api api) {
    List.of("description", "version", "binaryMediaTypes", "policy", "minimumCompressionSize")
        .forEach(api.settings()::remove);
    api.settings().put("apiKeySource", "HEADER");
    api.values(Section.RESOURCES).removeIf(resource -> !api.root().equals(resource.get("id")));
    Api.methods(api.require(Section.RESOURCES, api.root())).clear();
    for (Section section :
        List.of(Section.AUTHORIZERS, Section.MODELS, Section.VALIDATORS, Section.RESPONSES)) {
      api.all(section).clear();
    }
  }
}

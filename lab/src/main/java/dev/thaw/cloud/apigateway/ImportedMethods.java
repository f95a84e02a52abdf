package dev.thaw.cloud.apigateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The operations under one path of a definition, as methods of a resource.
final class ImportedMethods {

  private static final String ANY = "x-amazon-apigateway-any-method";
  private static final String VALIDATOR = "x-amazon-apigateway-request-validator";
  private static final String JSON_TYPE = "application/json";

  private static final Set<String> VERBS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options");

  private static final Set<String> EXTENSIONS =
      Set.of(ANY, VALIDATOR, ImportedIntegration.EXTENSION, "x-amazon-apigateway-auth");

  private final Api api;
  private final Definition definition;
  private final ImportFindings findings;
  private final ImportedModels models;
  private final ImportedSecurity security;
  private final Map<String, String> validators = new HashMap<>();

  ImportedMethods(
      Api api,
      Definition definition,
      ImportFindings findings,
      ImportedModels models,
      ImportedSecurity security) {
    this.api = api;
    this.definition = definition;
    this.findings = findings;
    this.models = models;
    this.security = security;
    for (Map<String, Object> validator : api.values(Section.VALIDATORS)) {
      validators.put(Tree.text(validator, "name"), Tree.text(validator, "id"));
    }
  }

  /// @param path with the base path before it, if that is wanted
  void run(String path, Part item) {
    findings.step(
        "Unable to create resource at path '" + path + "'",
        () -> {
          Map<String, Object> resource = ResourceTree.grow(api, path);
          Part given = definition.resolve(item);
          for (String name : given.names()) {
            if (VERBS.contains(name) || name.equals(ANY)) {
              String verb = name.equals(ANY) ? "ANY" : name.toUpperCase(Locale.ROOT);
              put(path, resource, verb, given.child(name), given.children("parameters"));
            } else if (name.startsWith("x-amazon-apigateway") || name.equals("trace")) {
              findings.warn(
                  "'" + name + "' at path '" + path + "' is not supported; it is ignored");
            }
          }
        });
  }

  private void put(
      String path, Map<String, Object> resource, String verb, Part operation, List<Part> shared) {
    warn(operation, path);
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("httpMethod", verb);
    findings.step(
        "Unable to put method '" + verb + "' on resource at path '" + path + "'",
        () -> {
          security.apply(operation, method);
          operation.text("operationId").ifPresent(id -> method.put("operationName", id));
          validator(operation, method);
          List<Part> parameters = new ArrayList<>(shared);
          parameters.addAll(operation.children("parameters"));
          parameters.forEach(
              parameter -> parameter(operation, definition.resolve(parameter), method));
          body(operation, method);
          MethodRules.check(api, method);
          responses(operation, method);
          Api.methods(resource).put(verb, method);
        });
    if (operation.has(ImportedIntegration.EXTENSION)) {
      String on = "'" + verb + "' for resource at path '" + path + "'";
      integration(on, Tree.text(resource, "id"), operation, method);
    }
  }

  private void warn(Part operation, String path) {
    for (String name : operation.names()) {
      if (name.startsWith("x-amazon-apigateway") && !EXTENSIONS.contains(name)) {
        findings.warn("'" + name + "' at path '" + path + "' is not supported; it is ignored");
      }
    }
  }

  private void validator(Part operation, Map<String, Object> method) {
    operation
        .text(VALIDATOR)
        .or(() -> definition.root().text(VALIDATOR))
        .ifPresent(name -> {
          String id = validators.get(name);
          if (id == null) {
            throw GatewayErrors.badRequest("Invalid request validator specified: " + name);
          }
          method.put("requestValidatorId", id);
        });
  }

  private void parameter(Part operation, Part parameter, Map<String, Object> method) {
    String name = parameter.text("name").orElse("");
    String in = parameter.text("in").orElse("");
    switch (in) {
      case "path", "header", "query" ->
          Tree.child(method, "requestParameters")
              .put(
                  "method.request." + (in.equals("query") ? "querystring" : in) + "." + name,
                  in.equals("path") || parameter.flag("required"));
      case "body" ->
          models
              .of(parameter.child("schema"))
              .ifPresent(model ->
                  consumed(operation)
                      .forEach(type -> Tree.child(method, "requestModels").put(type, model)));
      default ->
          findings.warn(
              "Parameter '%s' in '%s' is not supported; it is ignored".formatted(name, in));
    }
  }

  private List<String> consumed(Part operation) {
    return types(operation, "consumes");
  }

  private List<String> types(Part operation, String name) {
    List<String> types = operation.texts(name);
    if (types.isEmpty()) {
      types = definition.root().texts(name);
    }
    return types.isEmpty() ? List.of(JSON_TYPE) : types;
  }

  /// The body as OpenAPI 3 tells it.
  private void body(Part operation, Map<String, Object> method) {
    if (definition.swagger() || !operation.has("requestBody")) {
      return;
    }
    Part content = definition.resolve(operation.child("requestBody")).child("content");
    for (String type : content.names()) {
      models
          .of(content.child(type).child("schema"))
          .ifPresent(model -> Tree.child(method, "requestModels").put(type, model));
    }
  }

  private void responses(Part operation, Map<String, Object> method) {
    Part given = operation.child("responses");
    for (String status : given.names()) {
      if (status.startsWith("x-")) {
        continue;
      }
      if (status.equals("default")) {
        findings.warn(
            "Response 'default' at " + given.where() + " is not supported; it is ignored");
        continue;
      }
      Part response = definition.resolve(given.child(status));
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("statusCode", status);
      for (String header : response.child("headers").names()) {
        Tree.child(answer, "responseParameters").put("method.response.header." + header, false);
      }
      for (Map.Entry<String, Part> schema : schemas(operation, response).entrySet()) {
        models
            .of(schema.getValue())
            .ifPresent(model -> Tree.child(answer, "responseModels").put(schema.getKey(), model));
      }
      MethodRules.checkResponse(api, answer);
      Tree.child(method, "methodResponses").put(status, answer);
    }
  }

  /// By content type.
  private Map<String, Part> schemas(Part operation, Part response) {
    Map<String, Part> schemas = new LinkedHashMap<>();
    if (definition.swagger()) {
      for (String type : types(operation, "produces")) {
        schemas.put(type, response.child("schema"));
      }
      return schemas;
    }
    Part content = response.child("content");
    content.names().forEach(type -> schemas.put(type, content.child(type).child("schema")));
    return schemas;
  }

  private void integration(String on, String resource, Part operation, Map<String, Object> method) {
    Part given = definition.resolve(operation.child(ImportedIntegration.EXTENSION));
    findings.step(
        "Unable to put integration on " + on,
        () -> {
          Map<String, Object> integration = ImportedIntegration.read(given, resource, findings);
          method.put("methodIntegration", integration);
          Part responses = given.child("responses");
          for (String pattern : responses.names()) {
            findings.step(
                "Unable to put integration response on " + on,
                () -> response(pattern, responses.child(pattern), method, integration));
          }
        });
  }

  private void response(
      String pattern, Part given, Map<String, Object> method, Map<String, Object> integration) {
    Map<String, Object> response = ImportedIntegration.response(pattern, given);
    String status = Tree.text(response, "statusCode");
    IntegrationRules.requireDeclared(method, response);
    Object before = Tree.child(integration, "integrationResponses").put(status, response);
    if (before != null) {
      findings.warn(
          "More than one integration response for status %s at %s; the last is taken"
              .formatted(status, given.where()));
    }
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes methods as operations of a definition.
record ExportedMethod(Api api, boolean swagger, boolean integrations, boolean whole) {

  private static final String PARAMETER = "method.request.";
  private static final String HEADER = "method.response.header.";

  static String reference(boolean swagger, String model) {
    return (swagger ? "#/definitions/" : "#/components/schemas/") + model;
  }

  Map<String, Object> operation(Document method) {
    Map<String, Object> operation = new LinkedHashMap<>();
    method.optionalText("operationName").ifPresent(name -> operation.put("operationId", name));
    Map<String, String> bodies = method.textMap("requestModels");
    if (swagger) {
      putTypes(operation, "consumes", bodies.keySet());
      putTypes(operation, "produces", produced(method));
    }
    List<Object> parameters = parameters(method);
    if (swagger && !bodies.isEmpty()) {
      String model = bodies.values().iterator().next();
      parameters.add(
          Map.of("in", "body", "name", model, "required", true, "schema", schema(model)));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (!swagger && !bodies.isEmpty()) {
      operation.put("requestBody", Map.of("content", content(bodies), "required", true));
    }
    operation.put("responses", responses(method));
    List<Object> security = security(method);
    if (!security.isEmpty()) {
      operation.put("security", security);
    }
    if (whole) {
      method
          .optionalText("requestValidatorId")
          .flatMap(id -> api.find(Section.VALIDATORS, id))
          .ifPresent(validator ->
              operation.put("x-amazon-apigateway-request-validator", Tree.text(validator, "name")));
    }
    if (integrations) {
      method
          .optionalDocument("methodIntegration")
          .ifPresent(given -> operation.put(ImportedIntegration.EXTENSION, integration(given)));
    }
    return operation;
  }

  private static void putTypes(Map<String, Object> operation, String name, Iterable<String> types) {
    List<Object> list = new ArrayList<>();
    types.forEach(list::add);
    if (!list.isEmpty()) {
      operation.put(name, list);
    }
  }

  private static List<String> produced(Document method) {
    List<String> types = new ArrayList<>();
    method
        .optionalDocument("methodResponses")
        .ifPresent(responses ->
            responses
                .names()
                .forEach(status ->
                    types.addAll(responses.document(status).textMap("responseModels").keySet())));
    return types.stream().distinct().toList();
  }

  private List<Object> parameters(Document method) {
    List<Object> parameters = new ArrayList<>();
    method
        .optionalDocument("requestParameters")
        .ifPresent(given -> {
          for (String name : given.names()) {
            int dot = name.indexOf('.', PARAMETER.length());
            String in = name.substring(PARAMETER.length(), dot);
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("name", name.substring(dot + 1));
            parameter.put(
                "in", in.endsWith("querystring") ? "query" : in.endsWith("header") ? "header" : in);
            parameter.put("required", in.equals("path") || given.flag(name));
            typed(parameter);
            parameters.add(parameter);
          }
        });
    return parameters;
  }

  private void typed(Map<String, Object> parameter) {
    if (swagger) {
      parameter.put("type", "string");
    } else {
      parameter.put("schema", Map.of("type", "string"));
    }
  }

  private Map<String, Object> schema(String model) {
    return Map.of("$ref", reference(swagger, model));
  }

  private Map<String, Object> content(Map<String, String> models) {
    Map<String, Object> content = new LinkedHashMap<>();
    models.forEach((type, model) -> content.put(type, Map.of("schema", schema(model))));
    return content;
  }

  private Map<String, Object> responses(Document method) {
    Map<String, Object> responses = new LinkedHashMap<>();
    method
        .optionalDocument("methodResponses")
        .ifPresent(given ->
            given
                .names()
                .forEach(
                    status -> responses.put(status, response(given.document(status), status))));
    return responses;
  }

  private Map<String, Object> response(Document given, String status) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("description", status + " response");
    Map<String, Object> headers = new LinkedHashMap<>();
    given
        .optionalDocument("responseParameters")
        .ifPresent(parameters -> {
          for (String name : parameters.names()) {
            Map<String, Object> header = new LinkedHashMap<>();
            typed(header);
            headers.put(name.substring(HEADER.length()), header);
          }
        });
    if (!headers.isEmpty()) {
      response.put("headers", headers);
    }
    Map<String, String> models = given.textMap("responseModels");
    if (!models.isEmpty()) {
      if (swagger) {
        response.put("schema", schema(models.values().iterator().next()));
      } else {
        response.put("content", content(models));
      }
    }
    return response;
  }

  private List<Object> security(Document method) {
    List<Object> security = new ArrayList<>();
    method
        .optionalText("authorizerId")
        .flatMap(id -> api.find(Section.AUTHORIZERS, id))
        .ifPresent(authorizer ->
            security.add(
                Map.of(Tree.text(authorizer, "name"), method.texts("authorizationScopes"))));
    if (method.text("authorizationType").equals("AWS_IAM")) {
      security.add(Map.of("sigv4", List.of()));
    }
    if (method.flag("apiKeyRequired")) {
      security.add(Map.of("api_key", List.of()));
    }
    return security;
  }

  private static Map<String, Object> integration(Document given) {
    Map<String, Object> integration = new LinkedHashMap<>(given.members());
    integration.remove("integrationResponses");
    integration.remove("cacheNamespace");
    if (given.texts("cacheKeyParameters").isEmpty()) {
      integration.remove("cacheKeyParameters");
    }
    for (String name : List.of("type", "passthroughBehavior")) {
      integration.put(name, given.text(name).toLowerCase(Locale.ROOT));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    given
        .optionalDocument("integrationResponses")
        .ifPresent(all -> {
          for (String status : all.names()) {
            Map<String, Object> response = new LinkedHashMap<>(all.document(status).members());
            Object pattern = response.remove("selectionPattern");
            responses.put(pattern == null ? "default" : String.valueOf(pattern), response);
          }
        });
    if (!responses.isEmpty()) {
      integration.put("responses", responses);
    }
    return integration;
  }
}

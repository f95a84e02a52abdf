package dev.thaw.cloud.apigateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Security schemes of a definition: authorizers, signatures and API keys, and which of them a
/// method asks for.
final class ImportedSecurity {

  private static final String AUTHORIZER = "x-amazon-apigateway-authorizer";
  private static final String AUTH_TYPE = "x-amazon-apigateway-authtype";

  private final Api api;
  private final Definition definition;
  private final ImportFindings findings;
  private final Map<String, String> authorizers = new HashMap<>();

  ImportedSecurity(Api api, Definition definition, ImportFindings findings) {
    this.api = api;
    this.definition = definition;
    this.findings = findings;
  }

  void run() {
    Part schemes = definition.securitySchemes();
    for (String name : schemes.names()) {
      if (schemes.child(name).has(AUTHORIZER)) {
        findings.step(
            "Unable to create authorizer '" + name + "'", () -> add(name, schemes.child(name)));
      }
    }
  }

  private void add(String name, Part scheme) {
    Part given = scheme.child(AUTHORIZER);
    Map<String, Object> authorizer = new LinkedHashMap<>();
    authorizer.put("name", name);
    authorizer.put("type", given.text("type").orElse("token").toUpperCase(Locale.ROOT));
    scheme.text(AUTH_TYPE).ifPresent(type -> authorizer.put("authType", type));
    for (String member :
        List.of(
            "authorizerUri",
            "authorizerCredentials",
            "identitySource",
            "identityValidationExpression")) {
      given.text(member).ifPresent(text -> authorizer.put(member, text));
    }
    given
        .whole("authorizerResultTtlInSeconds")
        .ifPresent(ttl -> authorizer.put("authorizerResultTtlInSeconds", ttl));
    if (given.has("providerARNs")) {
      authorizer.put("providerARNs", new ArrayList<Object>(given.texts("providerARNs")));
    }
    if (!"REQUEST".equals(authorizer.get("type"))) {
      scheme
          .text("name")
          .ifPresent(header ->
              authorizer.putIfAbsent("identitySource", "method.request.header." + header));
    }
    api.values(Section.AUTHORIZERS).removeIf(other -> name.equals(other.get("name")));
    authorizers.put(name, Tree.text(AuthorizerOperations.add(api, authorizer), "id"));
  }

  /// Sets how a method is authorized.
  ///
  /// @param operation its own requirements come before those of the whole definition
  void apply(Part operation, Map<String, Object> method) {
    method.put("authorizationType", "NONE");
    method.put("apiKeyRequired", false);
    operation
        .child("x-amazon-apigateway-auth")
        .text("type")
        .ifPresent(type -> method.put("authorizationType", type.toUpperCase(Locale.ROOT)));
    Part from = operation.has("security") ? operation : definition.root();
    for (Part requirement : from.children("security")) {
      for (String name : requirement.names()) {
        require(name, requirement.texts(name), method);
      }
    }
  }

  private void require(String name, List<String> scopes, Map<String, Object> method) {
    Part scheme = definition.securitySchemes().child(name);
    String type = scheme.text(AUTH_TYPE).orElse("").toLowerCase(Locale.ROOT);
    if (type.equals("awssigv4")) {
      method.put("authorizationType", "AWS_IAM");
    } else if (scheme.has(AUTHORIZER)) {
      String id = authorizers.get(name);
      if (id == null) {
        throw GatewayErrors.badRequest("Invalid authorizer specified: " + name);
      }
      boolean pool = "COGNITO_USER_POOLS".equals(api.require(Section.AUTHORIZERS, id).get("type"));
      method.put("authorizationType", pool ? "COGNITO_USER_POOLS" : "CUSTOM");
      method.put("authorizerId", id);
      if (!scopes.isEmpty()) {
        method.put("authorizationScopes", new ArrayList<Object>(scopes));
      }
    } else if (scheme.text("type").orElse("").equals("apiKey")
        && scheme.text("name").orElse("").equalsIgnoreCase("x-api-key")) {
      method.put("apiKeyRequired", true);
    } else {
      findings.warn(
          "Security scheme '%s' has no authorizer that API Gateway knows; it is ignored"
              .formatted(name));
    }
  }
}

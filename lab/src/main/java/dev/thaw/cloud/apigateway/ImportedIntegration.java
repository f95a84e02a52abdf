package dev.thaw.cloud.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `x-amazon-apigateway-integration`, in which enumerations are written in any case.
final class ImportedIntegration {

  static final String EXTENSION = "x-amazon-apigateway-integration";

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "uri",
          "httpMethod",
          "credentials",
          "passthroughBehavior",
          "contentHandling",
          "timeoutInMillis",
          "connectionType",
          "connectionId",
          "cacheNamespace",
          "cacheKeyParameters",
          "requestParameters",
          "requestTemplates",
          "responses",
          "tlsConfig");

  private ImportedIntegration() {}

  static Map<String, Object> read(Part given, String resource, ImportFindings findings) {
    for (String name : given.names()) {
      if (!KNOWN.contains(name)) {
        findings.warn("Unknown field '" + name + "' at " + given.where() + "; it is ignored");
      }
    }
    Map<String, Object> integration = new LinkedHashMap<>();
    integration.put("type", given.text("type").orElse("").toUpperCase(Locale.ROOT));
    for (String name :
        List.of("httpMethod", "passthroughBehavior", "contentHandling", "connectionType")) {
      given.text(name).ifPresent(text -> integration.put(name, text.toUpperCase(Locale.ROOT)));
    }
    for (String name : List.of("uri", "credentials", "connectionId", "cacheNamespace")) {
      given.text(name).ifPresent(text -> integration.put(name, text));
    }
    given.whole("timeoutInMillis").ifPresent(ms -> integration.put("timeoutInMillis", ms));
    if (given.has("cacheKeyParameters")) {
      integration.put(
          "cacheKeyParameters", new ArrayList<Object>(given.texts("cacheKeyParameters")));
    }
    for (String name : List.of("requestParameters", "requestTemplates")) {
      if (given.has(name)) {
        integration.put(name, given.textMap(name));
      }
    }
    if (given.has("tlsConfig")) {
      integration.put(
          "tlsConfig",
          new LinkedHashMap<String, Object>(
              Map.of(
                  "insecureSkipVerification",
                  given.child("tlsConfig").flag("insecureSkipVerification"))));
    }
    IntegrationRules.complete(integration, resource);
    IntegrationRules.check(integration);
    return integration;
  }

  /// The responses of an integration by their status. What AWS calls `default` has no pattern.
  static Map<String, Object> response(String pattern, Part given) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("statusCode", given.text("statusCode").orElse("200"));
    if (!pattern.equals("default")) {
      response.put("selectionPattern", pattern);
    }
    for (String name : List.of("responseParameters", "responseTemplates")) {
      if (given.has(name)) {
        response.put(name, given.textMap(name));
      }
    }
    given
        .text("contentHandling")
        .ifPresent(text -> response.put("contentHandling", text.toUpperCase(Locale.ROOT)));
    IntegrationRules.checkResponse(response);
    return response;
  }
}

package dev.thaw.cloud.apigateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answers that API Gateway gives on its own: their types, and what they are unless an API says
/// otherwise.
final class GatewayResponses {

  private static final String BODY = "{\"message\":$context.error.messageString}";

  private static final Map<String, String> STATUSES = statuses();

  private GatewayResponses() {}

  private static Map<String, String> statuses() {
    Map<String, String> statuses = new LinkedHashMap<>();
    statuses.put("ACCESS_DENIED", "403");
    statuses.put("API_CONFIGURATION_ERROR", "500");
    statuses.put("AUTHORIZER_CONFIGURATION_ERROR", "500");
    statuses.put("AUTHORIZER_FAILURE", "500");
    statuses.put("BAD_REQUEST_BODY", "400");
    statuses.put("BAD_REQUEST_PARAMETERS", "400");
    statuses.put("DEFAULT_4XX", "");
    statuses.put("DEFAULT_5XX", "");
    statuses.put("EXPIRED_TOKEN", "403");
    statuses.put("INTEGRATION_FAILURE", "504");
    statuses.put("INTEGRATION_TIMEOUT", "504");
    statuses.put("INVALID_API_KEY", "403");
    statuses.put("INVALID_SIGNATURE", "403");
    statuses.put("MISSING_AUTHENTICATION_TOKEN", "403");
    statuses.put("QUOTA_EXCEEDED", "429");
    statuses.put("REQUEST_TOO_LARGE", "413");
    statuses.put("RESOURCE_NOT_FOUND", "404");
    statuses.put("THROTTLED", "429");
    statuses.put("UNAUTHORIZED", "401");
    statuses.put("UNSUPPORTED_MEDIA_TYPE", "415");
    statuses.put("WAF_FILTERED", "403");
    return statuses;
  }

  static List<String> types() {
    return List.copyOf(STATUSES.keySet());
  }

  static void requireType(String type) {
    if (!STATUSES.containsKey(type)) {
      throw GatewayErrors.badRequest("Unsupported response type: " + type);
    }
  }

  /// What an API answers with: its own, else that of its class, else AWS's.
  static Map<String, Object> shown(Api api, String type) {
    requireType(type);
    Optional<Map<String, Object>> own = api.find(Section.RESPONSES, type);
    if (own.isPresent()) {
      return own.get();
    }
    String status = STATUSES.getOrDefault(type, "");
    Map<String, Object> shown =
        api.find(Section.RESPONSES, status.startsWith("5") ? "DEFAULT_5XX" : "DEFAULT_4XX")
            .filter(general -> !type.startsWith("DEFAULT_"))
            .map(LinkedHashMap::new)
            .orElseGet(LinkedHashMap::new);
    shown.put("responseType", type);
    if (!status.isEmpty()) {
      shown.putIfAbsent("statusCode", status);
    }
    shown.putIfAbsent("responseParameters", Map.of());
    shown.putIfAbsent("responseTemplates", Map.of("application/json", BODY));
    shown.put("defaultResponse", true);
    return shown;
  }

  /// Puts an API's own.
  ///
  /// @param given status, parameters and templates as far as they are told
  static Map<String, Object> put(Api api, String type, Map<String, Object> given) {
    requireType(type);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("responseType", type);
    Object status = given.get("statusCode");
    if (status != null) {
      MethodRules.requireStatus(String.valueOf(status));
      response.put("statusCode", String.valueOf(status));
    } else if (!STATUSES.getOrDefault(type, "").isEmpty()) {
      response.put("statusCode", STATUSES.get(type));
    }
    response.put("responseParameters", given.getOrDefault("responseParameters", Map.of()));
    Object templates = given.get("responseTemplates");
    response.put(
        "responseTemplates",
        templates == null ? new LinkedHashMap<>(Map.of("application/json", BODY)) : templates);
    response.put("defaultResponse", false);
    Map<String, Object> kept = Tree.copy(response);
    api.all(Section.RESPONSES).put(type, kept);
    return kept;
  }
}

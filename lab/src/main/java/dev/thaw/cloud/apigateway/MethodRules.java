package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Document;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What a method may be; requests and imports are held to the same.
final class MethodRules {

  static final Set<String> VERBS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY");

  private static final Set<String> AUTHORIZATIONS =
      Set.of("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS");

  private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");

  private static final Pattern REQUEST_PARAMETER =
      Pattern.compile(
          "method\\.request\\.(path|querystring|multivaluequerystring|header|multivalueheader)\\..+");

  private static final Pattern RESPONSE_PARAMETER =
      Pattern.compile("method\\.response\\.(header|multivalueheader)\\..+");

  private MethodRules() {}

  static void requireVerb(String verb) {
    if (!VERBS.contains(verb)) {
      throw GatewayErrors.badRequest("Invalid HttpMethod specified: " + verb);
    }
  }

  static void requireStatus(String status) {
    if (!STATUS.matcher(status).matches()) {
      throw GatewayErrors.badRequest("Invalid status code specified: " + status);
    }
  }

  static void check(Api api, Map<String, Object> method) {
    Document view = new Document(method);
    String authorization = view.optionalText("authorizationType").orElse("");
    if (!AUTHORIZATIONS.contains(authorization)) {
      throw GatewayErrors.badRequest(
          "Invalid authorization type specified: '%s' (expected: NONE, AWS_IAM, CUSTOM or"
                  .formatted(authorization)
              + " COGNITO_USER_POOLS)");
    }
    boolean asks = authorization.equals("CUSTOM") || authorization.equals("COGNITO_USER_POOLS");
    String authorizer = view.optionalText("authorizerId").orElse("");
    if (asks && api.find(Section.AUTHORIZERS, authorizer).isEmpty()) {
      throw GatewayErrors.badRequest(
          "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or"
              + " COGNITO_USER_POOLS requires a valid authorizer.");
    }
    view.optionalText("requestValidatorId")
        .filter(id -> api.find(Section.VALIDATORS, id).isEmpty())
        .ifPresent(id -> {
          throw GatewayErrors.badRequest("Invalid Request Validator identifier specified");
        });
    view.textMap("requestModels").values().forEach(name -> requireModel(api, name));
    for (String parameter : keys(method, "requestParameters")) {
      if (!REQUEST_PARAMETER.matcher(parameter).matches()) {
        throw GatewayErrors.badRequest(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors :"
                + " [Parameter name should start with 'method.request.' and be one of path,"
                + " querystring or header: "
                + parameter
                + "]");
      }
    }
  }

  static void checkResponse(Api api, Map<String, Object> response) {
    Document view = new Document(response);
    requireStatus(view.text("statusCode"));
    view.textMap("responseModels").values().forEach(name -> requireModel(api, name));
    for (String parameter : keys(response, "responseParameters")) {
      if (!RESPONSE_PARAMETER.matcher(parameter).matches()) {
        throw GatewayErrors.badRequest(
            "Invalid response parameter specified: '%s' (expected: method.response.header.NAME)"
                .formatted(parameter));
      }
    }
  }

  private static Set<String> keys(Map<String, Object> of, String member) {
    Map<String, Object> found = Tree.find(of, member);
    return found == null ? Set.of() : found.keySet();
  }

  private static void requireModel(Api api, String name) {
    if (api.find(Section.MODELS, name).isEmpty()) {
      throw GatewayErrors.badRequest("Invalid model identifier specified: " + name);
    }
  }
}

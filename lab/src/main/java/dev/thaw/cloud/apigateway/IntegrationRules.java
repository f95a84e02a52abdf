package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What an integration may be and what it has without being told; requests and imports are held to
/// the same.
final class IntegrationRules {

  private static final Set<String> TYPES = Set.of("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK");
  private static final Set<String> PASSTHROUGH =
      Set.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER");
  private static final Set<String> HANDLING = Set.of("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");

  /// `arn:aws:apigateway:us-east-1:lambda:path/...`; the service may be under a subdomain.
  private static final Pattern ARN =
      Pattern.compile("arn:[^:]+:apigateway:[^:]*:(?<service>[^:]+):(?<action>.+)");

  private static final Pattern URL = Pattern.compile("https?://[^\\s/?#]+([/?#]\\S*)?");
  private static final int SHORTEST_MS = 50;

  /// AWS raises the limit of 29 s for regional and private APIs on request, up to this.
  private static final int LONGEST_MS = 300_000;

  private static final int USUAL_MS = 29_000;

  private IntegrationRules() {}

  /// Fills in what AWS fills in.
  static void complete(Map<String, Object> integration, String resourceId) {
    integration.putIfAbsent("passthroughBehavior", "WHEN_NO_MATCH");
    integration.putIfAbsent("timeoutInMillis", (long) USUAL_MS);
    integration.putIfAbsent("cacheNamespace", resourceId);
    integration.putIfAbsent("cacheKeyParameters", new ArrayList<>());
    if (!"MOCK".equals(integration.get("type"))) {
      integration.putIfAbsent("connectionType", "INTERNET");
    }
  }

  static void check(Map<String, Object> integration) {
    Document view = new Document(integration);
    String type = view.text("type");
    if (!TYPES.contains(type)) {
      throw GatewayErrors.badRequest(
          "Invalid integration type specified: '%s' (expected: AWS, AWS_PROXY, HTTP, HTTP_PROXY or MOCK)"
              .formatted(type));
    }
    if (!type.equals("MOCK")) {
      requireTarget(type, view);
    }
    requireOneOf(view, "passthroughBehavior", PASSTHROUGH);
    requireOneOf(view, "contentHandling", HANDLING);
    view.optionalNumber("timeoutInMillis")
        .filter(ms -> ms < SHORTEST_MS || ms > LONGEST_MS)
        .ifPresent(ms -> {
          throw GatewayErrors.badRequest("Timeout should be between 50 ms and 29000 ms");
        });
  }

  private static void requireOneOf(Document view, String member, Set<String> values) {
    view.optionalText(member)
        .filter(value -> !values.contains(value))
        .ifPresent(value -> {
          throw GatewayErrors.badRequest(
              "Invalid %s specified: '%s' (expected: one of %s)"
                  .formatted(member, value, values.stream().sorted().toList()));
        });
  }

  private static void requireTarget(String type, Document view) {
    String verb = view.optionalText("httpMethod").orElse("");
    if (verb.isEmpty()) {
      throw GatewayErrors.badRequest("Enumeration value for HttpMethod must be non-empty");
    }
    MethodRules.requireVerb(verb);
    String uri = view.optionalText("uri").orElse("");
    switch (type) {
      case "HTTP", "HTTP_PROXY" -> requireUrl(uri, view.optionalText("connectionType"));
      default -> {
        requireArn(type, uri);
        if (!uri.contains(":lambda:path/")
            && view.optionalText("credentials").filter(role -> !role.isEmpty()).isEmpty()) {
          throw GatewayErrors.badRequest("Role ARN must be specified for AWS integrations");
        }
      }
    }
  }

  /// Stage variables may stand for any part of it.
  private static void requireUrl(String uri, Optional<String> connection) {
    boolean named = connection.isPresent() && connection.get().equals("VPC_LINK");
    if (!named && !uri.contains("${stageVariables.") && !URL.matcher(uri).matches()) {
      throw GatewayErrors.badRequest("Invalid HTTP endpoint specified for URI");
    }
  }

  private static void requireArn(String type, String uri) {
    Matcher arn = ARN.matcher(uri);
    if (!arn.matches()) {
      throw uri.startsWith("arn:") && uri.contains(":apigateway:")
          ? invalidAction()
          : GatewayErrors.badRequest("Invalid ARN specified in the request");
    }
    String action = Objects.requireNonNull(arn.group("action"));
    if (!action.startsWith("path/") && !action.startsWith("action/")) {
      throw invalidAction();
    }
    boolean function =
        "lambda".equals(arn.group("service"))
            && action.startsWith("path/")
            && action.contains("/functions/")
            && (action.endsWith("/invocations")
                || action.endsWith("/response-streaming-invocations"));
    if (type.equals("AWS_PROXY") && !function) {
      throw GatewayErrors.badRequest(
          "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose"
              + " stream invocations.");
    }
  }

  private static ApiException invalidAction() {
    return GatewayErrors.badRequest("AWS ARN for integration must contain path or action");
  }

  static void checkResponse(Map<String, Object> response) {
    Document view = new Document(response);
    MethodRules.requireStatus(view.text("statusCode"));
    requireOneOf(view, "contentHandling", HANDLING);
    view.optionalText("selectionPattern")
        .ifPresent(pattern -> {
          try {
            Pattern.compile(pattern);
          } catch (PatternSyntaxException e) {
            throw GatewayErrors.badRequest("Invalid selection pattern specified: " + pattern);
          }
        });
  }

  /// A header that an integration's response sets must be one that the method's response declares.
  static void requireDeclared(Map<String, Object> method, Map<String, Object> response) {
    Document view = new Document(response);
    Map<String, String> parameters = view.textMap("responseParameters");
    if (parameters.isEmpty()) {
      return;
    }
    Map<String, Object> declared = Tree.find(method, "methodResponses");
    Map<String, Object> answer =
        declared == null ? null : Tree.find(declared, view.text("statusCode"));
    if (answer == null) {
      throw mapping("No method response exists for method.");
    }
    Map<String, Object> known = Tree.find(answer, "responseParameters");
    for (String name : parameters.keySet()) {
      if (known == null || !known.containsKey(name)) {
        throw mapping("Invalid mapping expression parameter specified: " + name);
      }
    }
  }

  private static ApiException mapping(String flaw) {
    return GatewayErrors.badRequest(
        "Invalid mapping expression specified: Validation Result: warnings : [], errors : ["
            + flaw
            + "]");
  }
}

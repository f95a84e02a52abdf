package dev.thaw.cloud.apigateway;

import static dev.thaw.cloud.apigateway.PatchTable.ADD;
import static dev.thaw.cloud.apigateway.PatchTable.REMOVE;
import static dev.thaw.cloud.apigateway.PatchTable.REPLACE;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.Map;

/// Authorizers: functions or user pools that decide over requests.
final class AuthorizerOperations {

  /// AWS allows 10, and more on request.
  private static final int MOST = 100;

  private static final int LONGEST_TTL = 3600;
  private static final long USUAL_TTL = 300;

  private static final PatchTable PATCHES =
      new PatchTable()
          .requiredTexts("name", "type", "authorizerUri")
          .texts(
              "authorizerCredentials", "identitySource", "identityValidationExpression", "authType")
          .rule(
              "/authorizerResultTtlInSeconds",
              (authorizer, step) -> authorizer.put("authorizerResultTtlInSeconds", step.whole()),
              REPLACE)
          .values(
              "/providerARNs",
              authorizer -> Tree.list(authorizer, "providerARNs"),
              ADD,
              REMOVE,
              REPLACE);

  private final ApiStore apis;

  AuthorizerOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateAuthorizer", this::create,
        "GetAuthorizer",
            call ->
                Answer.of(
                    apis.require(call)
                        .require(Section.AUTHORIZERS, call.input().text("authorizerId"))),
        "GetAuthorizers",
            call -> Page.of(apis.require(call).values(Section.AUTHORIZERS), "id", call.input()),
        "UpdateAuthorizer", this::update,
        "DeleteAuthorizer", this::delete);
  }

  private Answer create(Call call) {
    Document input = call.input();
    return apis.change(
        call,
        api -> {
          Map<String, Object> authorizer = new LinkedHashMap<>();
          Tree.take(
              authorizer,
              input,
              "name",
              "type",
              "providerARNs",
              "authType",
              "authorizerUri",
              "authorizerCredentials",
              "identitySource",
              "identityValidationExpression",
              "authorizerResultTtlInSeconds");
          return Answer.of(add(api, authorizer));
        });
  }

  /// Checks and adds; imports do it in the same way.
  static Map<String, Object> add(Api api, Map<String, Object> authorizer) {
    GatewayErrors.requireRoom(api.all(Section.AUTHORIZERS).size(), MOST, "Authorizers");
    complete(authorizer);
    check(api, authorizer, "");
    String id = Ids.partId(api.all(Section.AUTHORIZERS)::containsKey);
    authorizer.put("id", id);
    api.all(Section.AUTHORIZERS).put(id, authorizer);
    return authorizer;
  }

  private static void complete(Map<String, Object> authorizer) {
    if ("TOKEN".equals(authorizer.get("type")) || "REQUEST".equals(authorizer.get("type"))) {
      authorizer.putIfAbsent("authType", "custom");
      authorizer.putIfAbsent("authorizerResultTtlInSeconds", USUAL_TTL);
    } else {
      authorizer.putIfAbsent("authType", "cognito_user_pools");
    }
    if ("TOKEN".equals(authorizer.get("type"))) {
      authorizer.putIfAbsent("identitySource", "method.request.header.Authorization");
    }
  }

  /// @param self its own id; empty for a new one
  private static void check(Api api, Map<String, Object> authorizer, String self) {
    Document view = new Document(authorizer);
    String name = view.text("name");
    for (Map<String, Object> other : api.values(Section.AUTHORIZERS)) {
      if (name.equals(other.get("name")) && !self.equals(other.get("id"))) {
        throw GatewayErrors.badRequest(
            "Authorizer name must be unique. Authorizer "
                + name
                + " already exists in this RestApi.");
      }
    }
    String type = view.text("type");
    switch (type) {
      case "TOKEN", "REQUEST" -> requireFunction(view);
      case "COGNITO_USER_POOLS" -> {
        if (view.texts("providerARNs").isEmpty()) {
          throw GatewayErrors.badRequest(
              "Invalid Provider ARN specified: none (expected: the ARN of a user pool)");
        }
      }
      default ->
          throw GatewayErrors.badRequest(
              "Invalid authorizer type specified: '%s' (expected: TOKEN, REQUEST or COGNITO_USER_POOLS)"
                  .formatted(type));
    }
    view.optionalNumber("authorizerResultTtlInSeconds")
        .filter(ttl -> ttl < 0 || ttl > LONGEST_TTL)
        .ifPresent(ttl -> {
          throw GatewayErrors.badRequest(
              "Authorizer result ttl must be between 0 and 3600 seconds: " + ttl);
        });
    boolean keeps = view.optionalNumber("authorizerResultTtlInSeconds").orElse(0L) > 0;
    if (type.equals("REQUEST") && keeps && view.optionalText("identitySource").isEmpty()) {
      throw GatewayErrors.badRequest(
          "Identity source is required if the authorizer result ttl is greater than 0");
    }
  }

  private static void requireFunction(Document authorizer) {
    String uri = authorizer.optionalText("authorizerUri").orElse("");
    if (!uri.matches("arn:[^:]+:apigateway:[^:]*:lambda:path/.+/functions/.+/invocations")) {
      throw GatewayErrors.badRequest(
          "Invalid Authorizer URI: "
              + uri
              + ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda function"
              + " invocation.");
    }
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          String id = call.input().text("authorizerId");
          Map<String, Object> authorizer = api.require(Section.AUTHORIZERS, id);
          PATCHES.apply(call.input(), authorizer);
          check(api, authorizer, id);
          return Answer.of(authorizer);
        });
  }

  private Answer delete(Call call) {
    return apis.change(
        call,
        api -> {
          String id = call.input().text("authorizerId");
          api.require(Section.AUTHORIZERS, id);
          api.pathWhere(
                  method -> method.optionalText("authorizerId").filter(id::equals).isPresent())
              .ifPresent(path -> {
                throw GatewayErrors.conflict(
                    "Authorizer %s is used by the method at %s and cannot be deleted"
                        .formatted(id, path));
              });
          api.remove(Section.AUTHORIZERS, id);
          return Answer.empty();
        });
  }
}

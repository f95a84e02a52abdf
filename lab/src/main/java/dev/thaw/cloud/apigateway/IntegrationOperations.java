package dev.thaw.cloud.apigateway;

import static dev.thaw.cloud.apigateway.PatchTable.REPLACE;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.Map;

/// What stands behind methods, and how its answers are mapped.
final class IntegrationOperations {

  private static final String RESPONSES = "integrationResponses";

  private static final PatchTable INTEGRATION =
      new PatchTable()
          .requiredTexts("type", "httpMethod", "uri", "passthroughBehavior", "connectionType")
          .texts("credentials", "contentHandling", "connectionId", "cacheNamespace")
          .rule(
              "/timeoutInMillis",
              (integration, step) -> integration.put("timeoutInMillis", step.whole()),
              REPLACE)
          .items("cacheKeyParameters")
          .entries("requestParameters")
          .entries("requestTemplates")
          .rule(
              "/tlsConfig/insecureSkipVerification",
              (integration, step) ->
                  Tree.child(integration, "tlsConfig").put("insecureSkipVerification", step.flag()),
              REPLACE);

  private static final PatchTable RESPONSE =
      new PatchTable()
          .texts("selectionPattern", "contentHandling")
          .entries("responseParameters")
          .entries("responseTemplates");

  private final ApiStore apis;

  IntegrationOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutIntegration", this::put,
        "GetIntegration", call -> Answer.of(Api.integration(apis.require(call).method(call))),
        "UpdateIntegration", this::update,
        "DeleteIntegration", this::delete,
        "PutIntegrationResponse", this::putResponse,
        "GetIntegrationResponse",
            call ->
                Answer.of(
                    Api.response(
                        Api.integration(apis.require(call).method(call)),
                        RESPONSES,
                        call.input().text("statusCode"))),
        "UpdateIntegrationResponse", this::updateResponse,
        "DeleteIntegrationResponse", this::deleteResponse);
  }

  private Answer put(Call call) {
    Document input = call.input();
    if (input.optionalText("responseTransferMode").filter("STREAM"::equals).isPresent()) {
      throw GatewayErrors.notEmulated("integrations with responseTransferMode STREAM");
    }
    return apis.change(
        call,
        api -> {
          Map<String, Object> method = api.method(call);
          Map<String, Object> integration = new LinkedHashMap<>();
          Tree.take(
              integration,
              input,
              "type",
              "uri",
              "connectionType",
              "connectionId",
              "credentials",
              "requestParameters",
              "requestTemplates",
              "passthroughBehavior",
              "cacheNamespace",
              "cacheKeyParameters",
              "contentHandling",
              "timeoutInMillis",
              "tlsConfig");
          input
              .optionalText("integrationHttpMethod")
              .ifPresent(verb -> integration.put("httpMethod", verb));
          IntegrationRules.complete(integration, input.text("resourceId"));
          IntegrationRules.check(integration);
          method.put("methodIntegration", integration);
          return Answer.of(integration);
        });
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> integration = Api.integration(api.method(call));
          INTEGRATION.apply(call.input(), integration);
          IntegrationRules.check(integration);
          return Answer.of(integration);
        });
  }

  private Answer delete(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> method = api.method(call);
          Api.integration(method);
          method.remove("methodIntegration");
          return Answer.empty();
        });
  }

  /// Put again, it takes the place of the one before.
  private Answer putResponse(Call call) {
    Document input = call.input();
    return apis.change(
        call,
        api -> {
          Map<String, Object> method = api.method(call);
          Map<String, Object> integration = Api.integration(method);
          Map<String, Object> response = new LinkedHashMap<>();
          Tree.take(
              response,
              input,
              "statusCode",
              "selectionPattern",
              "responseParameters",
              "responseTemplates",
              "contentHandling");
          IntegrationRules.checkResponse(response);
          IntegrationRules.requireDeclared(method, response);
          Tree.child(integration, RESPONSES).put(input.text("statusCode"), response);
          return Answer.of(response);
        });
  }

  private Answer updateResponse(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> method = api.method(call);
          Map<String, Object> response =
              Api.response(Api.integration(method), RESPONSES, call.input().text("statusCode"));
          RESPONSE.apply(call.input(), response);
          IntegrationRules.checkResponse(response);
          IntegrationRules.requireDeclared(method, response);
          return Answer.of(response);
        });
  }

  private Answer deleteResponse(Call call) {
    return apis.change(
        call,
        api -> {
          Api.removeResponse(
              Api.integration(api.method(call)), RESPONSES, call.input().text("statusCode"));
          return Answer.empty();
        });
  }
}

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

/// Methods of resources, and the responses that they declare.
final class MethodOperations {

  private static final PatchTable METHOD =
      new PatchTable()
          .requiredTexts("authorizationType")
          .texts("authorizerId", "operationName", "requestValidatorId")
          .flags("apiKeyRequired")
          .flagEntries("requestParameters")
          .entries("requestModels")
          .values(
              "/authorizationScopes",
              method -> Tree.list(method, "authorizationScopes"),
              ADD,
              REMOVE,
              REPLACE);

  private static final PatchTable RESPONSE =
      new PatchTable().flagEntries("responseParameters").entries("responseModels");

  private static final String RESPONSES = "methodResponses";

  private final ApiStore apis;

  MethodOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutMethod", this::put,
        "GetMethod", call -> Answer.of(apis.require(call).method(call)),
        "UpdateMethod", this::update,
        "DeleteMethod", this::delete,
        "PutMethodResponse", this::putResponse,
        "GetMethodResponse",
            call ->
                Answer.of(
                    Api.response(
                        apis.require(call).method(call),
                        RESPONSES,
                        call.input().text("statusCode"))),
        "UpdateMethodResponse", this::updateResponse,
        "DeleteMethodResponse", this::deleteResponse);
  }

  private Answer put(Call call) {
    Document input = call.input();
    String verb = input.text("httpMethod");
    MethodRules.requireVerb(verb);
    return apis.change(
        call,
        api -> {
          Map<String, Object> methods =
              Api.methods(api.require(Section.RESOURCES, input.text("resourceId")));
          if (methods.containsKey(verb)) {
            throw GatewayErrors.conflict("Method already exists for this resource");
          }
          Map<String, Object> method = new LinkedHashMap<>();
          method.put("httpMethod", verb);
          method.put("apiKeyRequired", false);
          Tree.take(
              method,
              input,
              "authorizationType",
              "authorizerId",
              "apiKeyRequired",
              "operationName",
              "requestParameters",
              "requestModels",
              "requestValidatorId",
              "authorizationScopes");
          MethodRules.check(api, method);
          methods.put(verb, method);
          return Answer.of(method);
        });
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> method = api.method(call);
          METHOD.apply(call.input(), method);
          MethodRules.check(api, method);
          return Answer.of(method);
        });
  }

  private Answer delete(Call call) {
    return apis.change(
        call,
        api -> {
          api.method(call);
          Api.methods(api.require(Section.RESOURCES, call.input().text("resourceId")))
              .remove(call.input().text("httpMethod"));
          return Answer.empty();
        });
  }

  private Answer putResponse(Call call) {
    Document input = call.input();
    return apis.change(
        call,
        api -> {
          Map<String, Object> responses = Tree.child(api.method(call), RESPONSES);
          if (responses.containsKey(input.text("statusCode"))) {
            throw GatewayErrors.conflict("Response already exists for this resource");
          }
          Map<String, Object> response = new LinkedHashMap<>();
          Tree.take(response, input, "statusCode", "responseParameters", "responseModels");
          MethodRules.checkResponse(api, response);
          responses.put(input.text("statusCode"), response);
          return Answer.of(response);
        });
  }

  private Answer updateResponse(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> response =
              Api.response(api.method(call), RESPONSES, call.input().text("statusCode"));
          RESPONSE.apply(call.input(), response);
          MethodRules.checkResponse(api, response);
          return Answer.of(response);
        });
  }

  private Answer deleteResponse(Call call) {
    return apis.change(
        call,
        api -> {
          Api.removeResponse(api.method(call), RESPONSES, call.input().text("statusCode"));
          return Answer.empty();
        });
  }
}

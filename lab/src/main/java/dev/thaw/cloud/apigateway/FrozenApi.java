package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.gateway.rest.Integration;
import dev.thaw.gateway.rest.RestApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Turns what a deployment froze into what the door runs.
final class FrozenApi {

  private FrozenApi() {}

  /// @param api as it was when it was deployed
  /// @param keys ids of the API keys that a stage accepts, by their values
  static RestApi compile(Api api, Map<String, String> keys) {
    Document settings = api.view();
    return new RestApi(
        settings.text("id"),
        settings.text("name"),
        api.account(),
        api.region(),
        api.root(),
        settings.texts("binaryMediaTypes"),
        settings
            .optionalNumber("minimumCompressionSize")
            .map(size -> OptionalInt.of(size.intValue()))
            .orElse(OptionalInt.empty()),
        settings.flag("disableExecuteApiEndpoint"),
        settings.optionalText("apiKeySource").orElse("HEADER"),
        settings.optionalText("policy").filter(policy -> !policy.isEmpty()),
        api.values(Section.RESOURCES).stream().map(FrozenApi::resource).toList(),
        all(api, Section.AUTHORIZERS, "id", FrozenApi::authorizer),
        all(api, Section.RESPONSES, "responseType", FrozenApi::gatewayResponse),
        all(api, Section.MODELS, "name", model -> model.optionalText("schema").orElse("")),
        all(api, Section.VALIDATORS, "id", FrozenApi::validator),
        keys);
  }

  private static RestApi.Resource resource(Map<String, Object> resource) {
    Document view = new Document(resource);
    Map<String, RestApi.Method> methods = new LinkedHashMap<>();
    Document given = view.document(Api.METHODS);
    given.names().forEach(verb -> methods.put(verb, method(given.document(verb))));
    return new RestApi.Resource(view.text("id"), view.text("path"), methods);
  }

  private static RestApi.Method method(Document method) {
    Map<String, RestApi.MethodResponse> responses = new LinkedHashMap<>();
    method
        .optionalDocument("methodResponses")
        .ifPresent(given ->
            given
                .names()
                .forEach(status -> {
                  Document response = given.document(status);
                  responses.put(
                      status,
                      new RestApi.MethodResponse(
                          flags(response, "responseParameters"),
                          response.textMap("responseModels")));
                }));
    return new RestApi.Method(
        method.text("authorizationType"),
        method.optionalText("authorizerId"),
        method.texts("authorizationScopes"),
        method.flag("apiKeyRequired"),
        method.optionalText("operationName"),
        method.optionalText("requestValidatorId"),
        flags(method, "requestParameters"),
        method.textMap("requestModels"),
        method.optionalDocument("methodIntegration").map(FrozenApi::integration),
        responses);
  }

  private static Map<String, Boolean> flags(Document of, String member) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    of.optionalDocument(member)
        .ifPresent(given -> given.names().forEach(name -> flags.put(name, given.flag(name))));
    return flags;
  }

  private static Integration integration(Document integration) {
    List<Integration.Response> responses = new ArrayList<>();
    integration
        .optionalDocument("integrationResponses")
        .ifPresent(given ->
            given.names().forEach(status -> responses.add(response(given.document(status)))));
    return new Integration(
        Integration.Type.valueOf(integration.text("type")),
        integration.optionalText("httpMethod").orElse(""),
        integration.optionalText("uri").orElse(""),
        integration.textMap("requestParameters"),
        integration.textMap("requestTemplates"),
        integration.text("passthroughBehavior"),
        handling(integration),
        (int) integration.number("timeoutInMillis"),
        integration.optionalText("credentials"),
        integration.optionalText("connectionType").orElse("INTERNET"),
        responses);
  }

  private static Integration.Response response(Document response) {
    return new Integration.Response(
        response.text("statusCode"),
        response.optionalText("selectionPattern").filter(pattern -> !pattern.isEmpty()),
        response.textMap("responseParameters"),
        response.textMap("responseTemplates"),
        handling(response));
  }

  private static Optional<Integration.ContentHandling> handling(Document of) {
    return of.optionalText("contentHandling").map(Integration.ContentHandling::valueOf);
  }

  /// What a section holds, by the member that names it.
  private static <T> Map<String, T> all(
      Api api, Section section, String key, Function<Document, T> compile) {
    Map<String, T> all = new LinkedHashMap<>();
    for (Map<String, Object> each : api.values(section)) {
      Document view = new Document(each);
      all.put(view.text(key), compile.apply(view));
    }
    return all;
  }

  private static RestApi.Authorizer authorizer(Document authorizer) {
    return new RestApi.Authorizer(
        authorizer.text("id"),
        authorizer.text("name"),
        authorizer.text("type"),
        authorizer.optionalText("authorizerUri").orElse(""),
        authorizer.optionalText("identitySource").orElse(""),
        authorizer.optionalNumber("authorizerResultTtlInSeconds").map(Long::intValue).orElse(0),
        authorizer.optionalText("identityValidationExpression").filter(p -> !p.isEmpty()),
        authorizer.texts("providerARNs"));
  }

  private static RestApi.GatewayResponse gatewayResponse(Document response) {
    return new RestApi.GatewayResponse(
        response.optionalText("statusCode"),
        response.textMap("responseParameters"),
        response.textMap("responseTemplates"));
  }

  private static RestApi.Validator validator(Document validator) {
    return new RestApi.Validator(
        validator.text("name"),
        validator.flag("validateRequestBody"),
        validator.flag("validateRequestParameters"));
  }
}

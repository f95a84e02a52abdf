package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may call an API.
final class ApiAuthorizer implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Authorizer";
  }

  private static final Map<String, String> PATHS =
      Map.of(
          "Name", "/name",
          "Type", "/type",
          "AuthType", "/authType",
          "AuthorizerUri", "/authorizerUri",
          "AuthorizerCredentials", "/authorizerCredentials",
          "AuthorizerResultTtlInSeconds", "/authorizerResultTtlInSeconds",
          "IdentitySource", "/identitySource",
          "IdentityValidationExpression", "/identityValidationExpression");

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    String id = resource.call("apigateway", "CreateAuthorizer", resource.properties()).text("id");
    return new Made(id, Map.of("AuthorizerId", id));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    ApiPatch patch = new ApiPatch().properties(resource, before, PATHS);
    if (!patch.isEmpty()) {
      resource.call("apigateway", "UpdateAuthorizer", patch.input(ids(resource, physicalId)));
    }
    return Map.of("AuthorizerId", physicalId);
  }

  private static Map<String, Object> ids(Resource resource, String id) {
    return Map.of("restApiId", resource.text("RestApiId"), "authorizerId", id);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("apigateway", "DeleteAuthorizer", ids(resource, physicalId));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RestApiId", "ProviderARNs");
  }
}

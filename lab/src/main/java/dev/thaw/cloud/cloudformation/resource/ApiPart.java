package dev.thaw.cloud.cloudformation.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A part of an API whose id API Gateway chooses. All its names follow from its kind's, and the
/// paths of its patches from the properties'.
///
/// @param kind as in `AWS::ApiGateway::Authorizer` and `CreateAuthorizer`
/// @param patched properties that change in place
/// @param replacing properties whose change needs a new one
record ApiPart(String kind, List<String> patched, Set<String> replacing) implements ResourceType {

  /// Who may call an API.
  static ApiPart authorizer() {
    return new ApiPart(
        "Authorizer",
        List.of(
            "Name",
            "Type",
            "AuthType",
            "AuthorizerUri",
            "AuthorizerCredentials",
            "AuthorizerResultTtlInSeconds",
            "IdentitySource",
            "IdentityValidationExpression"),
        Set.of("RestApiId", "ProviderARNs"));
  }

  /// Which parts of requests an API checks.
  static ApiPart requestValidator() {
    return new ApiPart(
        "RequestValidator",
        List.of("ValidateRequestBody", "ValidateRequestParameters"),
        Set.of("RestApiId", "Name"));
  }

  /// A path part of an API.
  static ApiPart resource() {
    return new ApiPart("Resource", List.of(), Set.of("ParentId", "PathPart", "RestApiId"));
  }

  @Override
  public String name() {
    return "AWS::ApiGateway::" + kind;
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    String id = resource.call("apigateway", "Create" + kind, resource.properties()).text("id");
    return new Made(id, attributes(id));
  }

  private Map<String, Object> attributes(String id) {
    return Map.of(kind + "Id", id);
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    ApiPatch patch = new ApiPatch().properties(resource, before, patched);
    if (!patch.isEmpty()) {
      resource.call("apigateway", "Update" + kind, patch.input(ids(resource, physicalId)));
    }
    return attributes(physicalId);
  }

  private Map<String, Object> ids(Resource resource, String id) {
    return Map.of("restApiId", resource.text("RestApiId"), ApiPatch.member(kind) + "Id", id);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("apigateway", "Delete" + kind, ids(resource, physicalId));
  }

  @Override
  public Set<String> accepted() {
    Set<String> accepted = new HashSet<>(replacing);
    accepted.addAll(patched);
    return accepted;
  }
}

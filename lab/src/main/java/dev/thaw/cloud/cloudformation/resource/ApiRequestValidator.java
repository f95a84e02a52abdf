package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which parts of requests an API checks.
final class ApiRequestValidator implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::RequestValidator";
  }

  private static final Map<String, String> PATHS =
      Map.of(
          "ValidateRequestBody", "/validateRequestBody",
          "ValidateRequestParameters", "/validateRequestParameters");

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    String id =
        resource.call("apigateway", "CreateRequestValidator", resource.properties()).text("id");
    return new Made(id, Map.of("RequestValidatorId", id));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    ApiPatch patch = new ApiPatch().properties(resource, before, PATHS);
    if (!patch.isEmpty()) {
      resource.call("apigateway", "UpdateRequestValidator", patch.input(ids(resource, physicalId)));
    }
    return Map.of("RequestValidatorId", physicalId);
  }

  private static Map<String, Object> ids(Resource resource, String id) {
    return Map.of("restApiId", resource.text("RestApiId"), "requestValidatorId", id);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("apigateway", "DeleteRequestValidator", ids(resource, physicalId));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RestApiId", "Name");
  }
}

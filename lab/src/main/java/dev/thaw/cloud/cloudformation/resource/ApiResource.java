package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A path part of an API.
final class ApiResource implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Resource";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    String id = resource.call("apigateway", "CreateResource", resource.properties()).text("id");
    return new Made(id, Map.of("ResourceId", id));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    throw new ResourceFailure("every change of " + name() + " needs a new one");
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(
        "apigateway",
        "DeleteResource",
        Map.of("restApiId", resource.text("RestApiId"), "resourceId", physicalId));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("ParentId", "PathPart", "RestApiId");
  }
}

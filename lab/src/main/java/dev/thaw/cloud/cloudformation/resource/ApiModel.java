package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The schema of a body.
final class ApiModel implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Model";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  /// Names of models are letters and digits only.
  private static String id(Resource resource) {
    return resource.optionalText("Name").orElseGet(() -> resource.logicalId() + resource.suffix());
  }

  @Override
  public Made create(Resource resource) {
    Map<String, Object> input = new LinkedHashMap<>(resource.properties());
    input.put("Name", id(resource));
    input.putIfAbsent("ContentType", "application/json");
    resource.call("apigateway", "CreateModel", input);
    return new Made(id(resource), Map.of());
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    ApiPatch patch = new ApiPatch().properties(resource, before, List.of("Description", "Schema"));
    if (!patch.isEmpty()) {
      resource.call("apigateway", "UpdateModel", patch.input(ids(resource, physicalId)));
    }
    return Map.of();
  }

  private static Map<String, Object> ids(Resource resource, String id) {
    return Map.of("restApiId", resource.text("RestApiId"), "modelName", id);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("apigateway", "DeleteModel", ids(resource, physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of("RestApiId", "Name", "ContentType", "Description", "Schema");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RestApiId", "Name", "ContentType");
  }
}

package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A method with its integration and its responses.
final class ApiMethod implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Method";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    return resource.text("RestApiId")
        + "|"
        + resource.text("ResourceId")
        + "|"
        + resource.text("HttpMethod");
  }

  @Override
  public Made create(Resource resource) {
    Map<String, Object> input = resource.without("Integration", "MethodResponses");
    input.putIfAbsent("AuthorizationType", "NONE");
    resource.call("apigateway", "PutMethod", input);
    resource.further(id(resource), () -> integration(resource));
    return new Made(id(resource), Map.of());
  }

  private static void integration(Resource resource) {
    for (Object response : resource.list("MethodResponses")) {
      put(resource, "PutMethodResponse", Resource.object("MethodResponses", response));
    }
    Map<String, Object> integration = resource.object("Integration").orElse(Map.of());
    if (integration.isEmpty()) {
      return;
    }
    Map<String, Object> input = new LinkedHashMap<>(integration);
    input.remove("IntegrationResponses");
    put(resource, "PutIntegration", input);
    if (integration.get("IntegrationResponses") instanceof List<?> responses) {
      responses.forEach(response ->
          put(
              resource,
              "PutIntegrationResponse",
              Resource.object("IntegrationResponses", response)));
    }
  }

  private static void put(Resource resource, String operation, Map<String, Object> more) {
    Map<String, Object> input = new LinkedHashMap<>(more);
    input.putAll(ids(resource));
    resource.call("apigateway", operation, input);
  }

  private static Map<String, Object> ids(Resource resource) {
    return Map.of(
        "restApiId", resource.text("RestApiId"),
        "resourceId", resource.text("ResourceId"),
        "httpMethod", resource.text("HttpMethod"));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    delete(resource, physicalId);
    create(resource);
    return Map.of();
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("apigateway", "DeleteMethod", ids(resource));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("HttpMethod", "ResourceId", "RestApiId");
  }
}

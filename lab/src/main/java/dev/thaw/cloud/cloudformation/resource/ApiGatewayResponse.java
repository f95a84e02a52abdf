package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an API says when it does not get to a method.
final class ApiGatewayResponse implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::GatewayResponse";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(resource.generatedName(100));
  }

  @Override
  public Made create(Resource resource) {
    resource.call("apigateway", "PutGatewayResponse", resource.properties());
    return new Made(resource.generatedName(100), Map.of("Id", resource.generatedName(100)));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    resource.call("apigateway", "PutGatewayResponse", resource.properties());
    return Map.of("Id", physicalId);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(
        "apigateway",
        "DeleteGatewayResponse",
        Map.of(
            "restApiId",
            resource.text("RestApiId"),
            "responseType",
            resource.text("ResponseType")));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RestApiId", "ResponseType");
  }
}

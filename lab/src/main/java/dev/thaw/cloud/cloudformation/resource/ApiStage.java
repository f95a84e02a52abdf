package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A stage of an API.
final class ApiStage implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Stage";
  }

  private static final String SERVICE = "apigateway";

  /// What only patches can set.
  private static final String[] ONLY_PATCHED = {
    "MethodSettings", "AccessLogSetting", "ClientCertificateId"
  };

  private static final List<String> PLAIN =
      List.of(
          "DeploymentId",
          "Description",
          "TracingEnabled",
          "CacheClusterEnabled",
          "CacheClusterSize",
          "DocumentationVersion");

  @Override
  public Optional<String> plannedId(Resource resource) {
    return resource.optionalText("StageName");
  }

  @Override
  public Made create(Resource resource) {
    Map<String, Object> input = resource.without(ONLY_PATCHED);
    Object canary = input.remove("CanarySetting");
    if (canary != null) {
      input.put("canarySettings", canary);
    }
    input.remove("Tags");
    if (!resource.tags().isEmpty()) {
      input.put("Tags", resource.tags());
    }
    String id = resource.call(SERVICE, "CreateStage", input).text("stageName");
    resource.further(id, () -> patch(resource, id, new ApiPatch(), Map.of()));
    return new Made(id, Map.of());
  }

  private static void patch(
      Resource resource, String id, ApiPatch patch, Map<String, Object> before) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    for (String property : ONLY_PATCHED) {
      Object value = resource.properties().get(property);
      if (value != null) {
        wanted.put(property, value);
      }
    }
    patch.all(ApiStagePatch.of(wanted, before));
    if (!patch.isEmpty()) {
      resource.call(
          SERVICE,
          "UpdateStage",
          patch.input(Map.of("restApiId", resource.text("RestApiId"), "stageName", id)));
    }
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    ApiPatch patch = new ApiPatch().properties(resource, before, PLAIN);
    patch.entries(
        "/variables",
        before.containsKey("Variables")
            ? Resource.object("Variables", before.getOrDefault("Variables", Map.of()))
            : Map.of(),
        resource.object("Variables").orElse(Map.of()));
    patch(resource, physicalId, patch, before);
    String arn =
        "arn:%s:apigateway:%s::/restapis/%s/stages/%s"
            .formatted(
                resource.partition(),
                resource.scope().region(),
                resource.text("RestApiId"),
                physicalId);
    resource.retag(SERVICE, "resourceArn", arn, before);
    return Map.of();
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(
        SERVICE,
        "DeleteStage",
        Map.of("restApiId", resource.text("RestApiId"), "stageName", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of(
        "RestApiId",
        "StageName",
        "DeploymentId",
        "Description",
        "TracingEnabled",
        "CacheClusterEnabled",
        "CacheClusterSize",
        "DocumentationVersion",
        "Variables",
        "Tags",
        "CanarySetting",
        "MethodSettings",
        "AccessLogSetting",
        "ClientCertificateId");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RestApiId", "StageName", "CanarySetting");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}

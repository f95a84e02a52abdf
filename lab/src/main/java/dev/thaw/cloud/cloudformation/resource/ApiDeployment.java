package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A snapshot of an API, and maybe the stage that shows it.
final class ApiDeployment implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Deployment";
  }

  /// The description of a stage that can be given when it is made.
  private static final Map<String, String> STAGE =
      Map.of(
          "Description", "stageDescription",
          "CacheClusterEnabled", "cacheClusterEnabled",
          "CacheClusterSize", "cacheClusterSize",
          "TracingEnabled", "tracingEnabled",
          "Variables", "variables");

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    Map<String, Object> input = resource.without("StageDescription");
    Map<String, Object> stage =
        new LinkedHashMap<>(resource.object("StageDescription").orElse(Map.of()));
    STAGE.forEach((property, member) -> {
      Object value = stage.remove(property);
      if (value != null) {
        input.put(member, value);
      }
    });
    String id = resource.call("apigateway", "CreateDeployment", input).text("id");
    resource.further(id, () -> settings(resource, stage));
    return new Made(id, Map.of("DeploymentId", id));
  }

  private static void settings(Resource resource, Map<String, Object> stage) {
    ApiPatch patch = ApiStagePatch.of(stage, Map.of());
    if (!patch.isEmpty()) {
      resource.call("apigateway", "UpdateStage", patch.input(stage(resource)));
    }
  }

  private static Map<String, Object> stage(Resource resource) {
    return Map.of("restApiId", resource.text("RestApiId"), "stageName", resource.text("StageName"));
  }

  /// A deployment that a stage shows cannot go before that stage, which came with it.
  @Override
  public void delete(Resource resource, String physicalId) {
    Map<String, Object> ids =
        Map.of("restApiId", resource.text("RestApiId"), "deploymentId", physicalId);
    try {
      resource.callIfThere("apigateway", "DeleteDeployment", ids);
    } catch (ApiException e) {
      if (e.error().status() != 400 || !resource.has("StageName")) {
        throw e;
      }
      resource.callIfThere("apigateway", "DeleteStage", stage(resource));
      resource.callIfThere("apigateway", "DeleteDeployment", ids);
    }
  }

  @Override
  public Set<String> accepted() {
    return replacing();
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RestApiId", "Description", "StageName", "StageDescription");
  }

  @Override
  public boolean fixed() {
    return true;
  }
}

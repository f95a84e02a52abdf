package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A version of a layer.
final class LambdaLayerVersion implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::LayerVersion";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    Map<String, Object> input = new LinkedHashMap<>(resource.properties());
    input.putIfAbsent("LayerName", resource.generatedName(64));
    String arn = resource.call("lambda", "PublishLayerVersion", input).text("LayerVersionArn");
    return new Made(arn, Map.of("LayerVersionArn", arn));
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    String[] parts = physicalId.split(":", -1);
    resource.callIfThere(
        "lambda",
        "DeleteLayerVersion",
        Map.of("LayerName", parts[parts.length - 2], "VersionNumber", parts[parts.length - 1]));
  }

  @Override
  public Set<String> replacing() {
    return Set.of(
        "CompatibleArchitectures",
        "CompatibleRuntimes",
        "Content",
        "Description",
        "LayerName",
        "LicenseInfo");
  }

  @Override
  public boolean fixed() {
    return true;
  }
}

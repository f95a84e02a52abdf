package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An alias of versions.
final class LambdaAlias implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::Alias";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    String arn = resource.call("lambda", "CreateAlias", input(resource)).text("AliasArn");
    resource.further(arn, () -> Provisioned.put(resource, resource.text("Name")));
    return new Made(arn, Map.of("AliasArn", arn));
  }

  private static Map<String, Object> input(Resource resource) {
    Map<String, Object> input =
        new LinkedHashMap<>(resource.without("RoutingConfig", "ProvisionedConcurrencyConfig"));
    Map<String, Object> weights = new LinkedHashMap<>();
    Object declared =
        resource.object("RoutingConfig").orElse(Map.of()).get("AdditionalVersionWeights");
    if (declared instanceof List<?> list) {
      for (Object each : list) {
        Map<String, Object> weight = Resource.object("AdditionalVersionWeights", each);
        weights.put(
            String.valueOf(weight.get("FunctionVersion")),
            weight.getOrDefault("FunctionWeight", 0L));
      }
    }
    input.put("RoutingConfig", Map.of("AdditionalVersionWeights", weights));
    return input;
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    resource.call("lambda", "UpdateAlias", input(resource));
    Provisioned.remove(resource, resource.text("Name"), before);
    Provisioned.put(resource, resource.text("Name"));
    return Map.of("AliasArn", physicalId);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(
        "lambda",
        "DeleteAlias",
        Map.of(
            "FunctionName",
            resource.text("FunctionName"),
            "Name",
            physicalId.substring(physicalId.lastIndexOf(':') + 1)));
  }

  @Override
  public Set<String> accepted() {
    return Set.of(
        "FunctionName",
        "FunctionVersion",
        "Name",
        "Description",
        "RoutingConfig",
        "ProvisionedConcurrencyConfig");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("FunctionName", "Name");
  }
}

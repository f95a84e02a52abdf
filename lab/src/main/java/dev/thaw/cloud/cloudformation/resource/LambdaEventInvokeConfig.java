package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a function takes asynchronous events.
final class LambdaEventInvokeConfig implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::EventInvokeConfig";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(resource.generatedName(100));
  }

  @Override
  public Made create(Resource resource) {
    resource.call("lambda", "PutFunctionEventInvokeConfig", resource.properties());
    return new Made(resource.generatedName(100), Map.of());
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    resource.call("lambda", "PutFunctionEventInvokeConfig", resource.properties());
    return Map.of();
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(
        "lambda",
        "DeleteFunctionEventInvokeConfig",
        Map.of(
            "FunctionName",
            resource.text("FunctionName"),
            "Qualifier",
            resource.text("Qualifier")));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("FunctionName", "Qualifier");
  }
}

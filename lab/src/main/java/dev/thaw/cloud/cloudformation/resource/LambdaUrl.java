package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The URL of a function.
final class LambdaUrl implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::Url";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    Document made = resource.call("lambda", "CreateFunctionUrlConfig", input(resource));
    return new Made(made.text("FunctionArn"), attributes(made));
  }

  private static Map<String, Object> input(Resource resource) {
    Map<String, Object> input = resource.without("TargetFunctionArn");
    input.put("FunctionName", resource.text("TargetFunctionArn"));
    return input;
  }

  private static Map<String, Object> attributes(Document made) {
    return Map.of("FunctionArn", made.text("FunctionArn"), "FunctionUrl", made.text("FunctionUrl"));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    return attributes(resource.call("lambda", "UpdateFunctionUrlConfig", input(resource)));
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("FunctionName", resource.text("TargetFunctionArn"));
    resource.optionalText("Qualifier").ifPresent(name -> input.put("Qualifier", name));
    resource.callIfThere("lambda", "DeleteFunctionUrlConfig", input);
  }

  @Override
  public Set<String> replacing() {
    return Set.of("TargetFunctionArn", "Qualifier");
  }
}

package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A statement in the policy of a function.
final class LambdaPermission implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::Permission";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(resource.generatedName(100));
  }

  @Override
  public Made create(Resource resource) {
    String id = resource.generatedName(100);
    Map<String, Object> input = new LinkedHashMap<>(resource.properties());
    input.put("StatementId", id);
    resource.call("lambda", "AddPermission", input);
    return new Made(id, Map.of("Id", id));
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(
        "lambda",
        "RemovePermission",
        Map.of("FunctionName", resource.text("FunctionName"), "StatementId", physicalId));
  }

  @Override
  public Set<String> replacing() {
    return Set.of(
        "Action",
        "EventSourceToken",
        "FunctionName",
        "FunctionUrlAuthType",
        "InvokedViaFunctionUrl",
        "Principal",
        "PrincipalOrgID",
        "SourceAccount",
        "SourceArn");
  }

  @Override
  public boolean fixed() {
    return true;
  }
}

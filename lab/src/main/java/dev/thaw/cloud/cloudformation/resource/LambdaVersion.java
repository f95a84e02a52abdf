package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.Document;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A published version of a function.
final class LambdaVersion implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::Version";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    Document made =
        resource.call("lambda", "PublishVersion", resource.without("ProvisionedConcurrencyConfig"));
    String arn = made.text("FunctionArn");
    String version = made.text("Version");
    resource.further(arn, () -> Provisioned.put(resource, version));
    return new Made(arn, attributes(arn));
  }

  private static Map<String, Object> attributes(String arn) {
    return Map.of("Version", arn.substring(arn.lastIndexOf(':') + 1), "FunctionArn", arn);
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    String version = physicalId.substring(physicalId.lastIndexOf(':') + 1);
    Provisioned.remove(resource, version, before);
    Provisioned.put(resource, version);
    return attributes(physicalId);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("lambda", "DeleteFunction", Map.of("FunctionName", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of("FunctionName", "CodeSha256", "Description", "ProvisionedConcurrencyConfig");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("CodeSha256", "Description", "FunctionName");
  }
}

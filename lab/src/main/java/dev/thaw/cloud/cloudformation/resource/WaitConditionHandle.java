package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A handle that nobody waits on.
final class WaitConditionHandle implements ResourceType {

  @Override
  public String name() {
    return "AWS::CloudFormation::WaitConditionHandle";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(resource.generatedName(100));
  }

  @Override
  public Made create(Resource resource) {
    return new Made(resource.generatedName(100), Map.of());
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    // There is nothing behind it
  }

  @Override
  public Set<String> replacing() {
    return Set.of();
  }

  @Override
  public boolean fixed() {
    return true;
  }
}

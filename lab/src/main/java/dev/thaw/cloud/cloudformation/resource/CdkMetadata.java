package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What CDK tells of itself; nothing is behind it.
final class CdkMetadata implements ResourceType {

  @Override
  public String name() {
    return "AWS::CDK::Metadata";
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
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    return Map.of();
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    // There is nothing behind it
  }

  @Override
  public Set<String> replacing() {
    return Set.of();
  }
}

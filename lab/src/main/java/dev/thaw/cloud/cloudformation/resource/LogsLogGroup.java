package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A log group.
final class LogsLogGroup implements ResourceType {

  private static final String PROTECTION = "DeletionProtectionEnabled";

  @Override
  public String name() {
    return "AWS::Logs::LogGroup";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    return resource.optionalText("LogGroupName").orElseGet(() -> resource.generatedName(512));
  }

  @Override
  public Made create(Resource resource) {
    String id = id(resource);
    Map<String, Object> input = resource.without("RetentionInDays", "Tags");
    input.put("LogGroupName", id);
    if (!resource.tags().isEmpty()) {
      input.put("Tags", resource.tags());
    }
    resource.call("logs", "CreateLogGroup", input);
    resource.further(id, () -> retention(resource, id, Map.of()));
    return new Made(id, attributes(resource, id));
  }

  private static void retention(Resource resource, String id, Map<String, Object> before) {
    Optional<String> days = resource.optionalText("RetentionInDays");
    if (days.isPresent()) {
      resource.call(
          "logs", "PutRetentionPolicy", Map.of("LogGroupName", id, "RetentionInDays", days.get()));
    } else if (before.containsKey("RetentionInDays")) {
      resource.call("logs", "DeleteRetentionPolicy", Map.of("LogGroupName", id));
    }
  }

  private static Map<String, Object> attributes(Resource resource, String id) {
    return Map.of("Arn", resource.arn("logs", "log-group:" + id + ":*"));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    if (resource.optionalText(PROTECTION).filter("true"::equals).isPresent()) {
      throw new ResourceFailure("thaw does not emulate " + PROTECTION + " of " + name());
    }
    retention(resource, physicalId, before);
    resource.retag("logs", "ResourceArn", resource.arn("logs", "log-group:" + physicalId), before);
    return attributes(resource, physicalId);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere("logs", "DeleteLogGroup", Map.of("LogGroupName", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of(
        "LogGroupName", "RetentionInDays", "KmsKeyId", "LogGroupClass", PROTECTION, "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("LogGroupName", "KmsKeyId", "LogGroupClass");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}

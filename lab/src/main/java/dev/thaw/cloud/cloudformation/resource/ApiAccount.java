package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The settings of API Gateway for a whole account; they outlive the stack, as on AWS.
final class ApiAccount implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::Account";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(resource.generatedName(100));
  }

  @Override
  public Made create(Resource resource) {
    set(resource);
    return new Made(resource.generatedName(100), Map.of());
  }

  private static void set(Resource resource) {
    resource
        .optionalText("CloudWatchRoleArn")
        .ifPresent(arn ->
            resource.call(
                "apigateway",
                "UpdateAccount",
                new ApiPatch().replace("/cloudwatchRoleArn", arn).input(Map.of())));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    set(resource);
    return Map.of();
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    // It is the account's, not the stack's
  }

  @Override
  public Set<String> accepted() {
    return Set.of("CloudWatchRoleArn");
  }

  @Override
  public Set<String> replacing() {
    return Set.of();
  }
}

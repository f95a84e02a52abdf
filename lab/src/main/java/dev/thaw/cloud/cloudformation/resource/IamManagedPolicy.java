package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A policy of its own, and the roles that it is attached to.
final class IamManagedPolicy implements ResourceType {

  @Override
  public String name() {
    return "AWS::IAM::ManagedPolicy";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    Map<String, Object> input = resource.without("ManagedPolicyName", "Roles");
    input.put(
        "PolicyName",
        resource.optionalText("ManagedPolicyName").orElseGet(() -> resource.generatedName(128)));
    String arn = resource.call("iam", "CreatePolicy", input).document("Policy").text("Arn");
    resource.further(arn, () -> attach(resource, arn));
    return new Made(arn, Map.of("PolicyArn", arn));
  }

  private static void attach(Resource resource, String arn) {
    resource
        .list("Roles")
        .forEach(role ->
            resource.call("iam", "AttachRolePolicy", Map.of("RoleName", role, "PolicyArn", arn)));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    if (resource.changed(before, "PolicyDocument")) {
      removeOldVersions(resource, physicalId);
      resource.call(
          "iam",
          "CreatePolicyVersion",
          Map.of(
              "PolicyArn",
              physicalId,
              "PolicyDocument",
              resource.properties().getOrDefault("PolicyDocument", Map.of()),
              "SetAsDefault",
              true));
    }
    attach(resource, physicalId);
    List<Object> kept = resource.list("Roles");
    Resource.list(before, "Roles").stream()
        .filter(role -> !kept.contains(role))
        .forEach(role -> detach(resource, role, physicalId));
    return Map.of("PolicyArn", physicalId);
  }

  /// A policy has room for five.
  private static void removeOldVersions(Resource resource, String arn) {
    resource
        .call("iam", "ListPolicyVersions", Map.of("PolicyArn", arn))
        .documents("Versions")
        .forEach(version -> {
          if (!version.flag("IsDefaultVersion")) {
            resource.call(
                "iam",
                "DeletePolicyVersion",
                Map.of("PolicyArn", arn, "VersionId", version.text("VersionId")));
          }
        });
  }

  private static void detach(Resource resource, Object role, String arn) {
    resource.callIfThere("iam", "DetachRolePolicy", Map.of("RoleName", role, "PolicyArn", arn));
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.list("Roles").forEach(role -> detach(resource, role, physicalId));
    try {
      removeOldVersions(resource, physicalId);
      resource.call("iam", "DeletePolicy", Map.of("PolicyArn", physicalId));
    } catch (ApiException e) {
      if (e.error().status() != 404) {
        throw e;
      }
    }
  }

  @Override
  public Set<String> accepted() {
    return Set.of("ManagedPolicyName", "PolicyDocument", "Description", "Path", "Roles");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("ManagedPolicyName", "Path", "Description");
  }
}

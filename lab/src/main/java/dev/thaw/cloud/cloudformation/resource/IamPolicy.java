package dev.thaw.cloud.cloudformation.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A policy within roles.
final class IamPolicy implements ResourceType {

  @Override
  public String name() {
    return "AWS::IAM::Policy";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(resource.generatedName(64));
  }

  @Override
  public Made create(Resource resource) {
    put(resource);
    return new Made(resource.generatedName(64), Map.of());
  }

  private static void put(Resource resource) {
    for (Object role : resource.list("Roles")) {
      resource.call(
          "iam",
          "PutRolePolicy",
          Map.of(
              "RoleName",
              role,
              "PolicyName",
              resource.text("PolicyName"),
              "PolicyDocument",
              resource.properties().getOrDefault("PolicyDocument", Map.of())));
    }
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    put(resource);
    List<Object> kept = resource.list("Roles");
    Resource.list(before, "Roles").stream()
        .filter(role -> !kept.contains(role))
        .forEach(role -> remove(resource, role));
    return Map.of();
  }

  private static void remove(Resource resource, Object role) {
    resource.callIfThere(
        "iam",
        "DeleteRolePolicy",
        Map.of("RoleName", role, "PolicyName", resource.text("PolicyName")));
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.list("Roles").forEach(role -> remove(resource, role));
  }

  @Override
  public Set<String> accepted() {
    return Set.of("PolicyName", "PolicyDocument", "Roles");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("PolicyName");
  }
}

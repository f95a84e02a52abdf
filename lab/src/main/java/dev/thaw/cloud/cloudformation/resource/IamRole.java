package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A role with its policies.
final class IamRole implements ResourceType {

  @Override
  public String name() {
    return "AWS::IAM::Role";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    return resource.optionalText("RoleName").orElseGet(() -> resource.generatedName(64));
  }

  @Override
  public Made create(Resource resource) {
    String id = id(resource);
    Map<String, Object> input = resource.without("ManagedPolicyArns", "Policies", "Tags");
    input.put("RoleName", id);
    if (!resource.tags().isEmpty()) {
      input.put("Tags", resource.tagList());
    }
    Document role = resource.call("iam", "CreateRole", input).document("Role");
    resource.further(id, () -> policies(resource, id, Map.of()));
    return new Made(id, Map.of("Arn", role.text("Arn"), "RoleId", role.text("RoleId")));
  }

  private static void policies(Resource resource, String id, Map<String, Object> before) {
    Map<String, Object> wanted = inline(resource.list("Policies"));
    wanted.forEach((name, document) ->
        resource.call(
            "iam",
            "PutRolePolicy",
            Map.of("RoleName", id, "PolicyName", name, "PolicyDocument", document)));
    List<Object> arns = resource.list("ManagedPolicyArns");
    arns.forEach(arn -> attachment(resource, "AttachRolePolicy", id, arn));
    withdraw(resource, id, before, wanted.keySet(), arns);
  }

  /// Takes away what was there before and is not wanted any more.
  private static void withdraw(
      Resource resource,
      String id,
      Map<String, Object> before,
      Set<String> names,
      List<Object> arns) {
    inline(Resource.list(before, "Policies"))
        .keySet()
        .forEach(name -> {
          if (!names.contains(name)) {
            resource.callIfThere(
                "iam", "DeleteRolePolicy", Map.of("RoleName", id, "PolicyName", name));
          }
        });
    Resource.list(before, "ManagedPolicyArns")
        .forEach(arn -> {
          if (!arns.contains(arn)) {
            resource.callIfThere(
                "iam", "DetachRolePolicy", Map.of("RoleName", id, "PolicyArn", arn));
          }
        });
  }

  private static void attachment(Resource resource, String operation, String id, Object arn) {
    resource.call("iam", operation, Map.of("RoleName", id, "PolicyArn", arn));
  }

  private static Map<String, Object> inline(List<?> policies) {
    Map<String, Object> byName = new LinkedHashMap<>();
    for (Object each : policies) {
      Map<String, Object> policy = Resource.object("Policies", each);
      byName.put(
          String.valueOf(policy.get("PolicyName")),
          policy.getOrDefault("PolicyDocument", Map.of()));
    }
    return byName;
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    Map<String, Object> name = Map.of("RoleName", physicalId);
    if (resource.changed(before, "AssumeRolePolicyDocument")) {
      resource.call(
          "iam",
          "UpdateAssumeRolePolicy",
          Map.of(
              "RoleName",
              physicalId,
              "PolicyDocument",
              resource.properties().getOrDefault("AssumeRolePolicyDocument", Map.of())));
    }
    if (resource.changed(before, "Description", "MaxSessionDuration")) {
      resource.call(
          "iam",
          "UpdateRole",
          Map.of(
              "RoleName", physicalId,
              "Description", resource.optionalText("Description").orElse(""),
              "MaxSessionDuration", resource.optionalText("MaxSessionDuration").orElse("3600")));
    }
    if (resource.changed(before, "PermissionsBoundary")) {
      boundary(resource, physicalId);
    }
    policies(resource, physicalId, before);
    resource.retag("iam", "Role", name, resource.tagList(), before);
    Document role = resource.call("iam", "GetRole", name).document("Role");
    return Map.of("Arn", role.text("Arn"), "RoleId", role.text("RoleId"));
  }

  private static void boundary(Resource resource, String id) {
    Optional<String> wanted = resource.optionalText("PermissionsBoundary");
    if (wanted.isPresent()) {
      resource.call(
          "iam",
          "PutRolePermissionsBoundary",
          Map.of("RoleName", id, "PermissionsBoundary", wanted.get()));
    } else {
      resource.call("iam", "DeleteRolePermissionsBoundary", Map.of("RoleName", id));
    }
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    withdraw(resource, physicalId, resource.properties(), Set.of(), List.of());
    resource.callIfThere("iam", "DeleteRole", Map.of("RoleName", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of(
        "RoleName",
        "AssumeRolePolicyDocument",
        "Description",
        "ManagedPolicyArns",
        "MaxSessionDuration",
        "Path",
        "PermissionsBoundary",
        "Policies",
        "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("RoleName", "Path");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}

package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Managed policies on roles.
final class AttachmentOperations {

  private final RoleStore roles;
  private final PolicyStore policies;

  AttachmentOperations(RoleStore roles, PolicyStore policies) {
    this.roles = roles;
    this.policies = policies;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "AttachRolePolicy", this::attach,
        "DetachRolePolicy", this::detach,
        "ListAttachedRolePolicies", this::list,
        "ListEntitiesForPolicy", this::entities);
  }

  private Answer attach(Call call) {
    String arn = call.input().text("PolicyArn");
    roles.update(
        call,
        role -> {
          if (policies.find(call.scope().account(), arn).isEmpty()) {
            throw IamErrors.notAttachable(arn);
          }
          if (role.attached().contains(arn)) {
            return role;
          }
          if (role.attached().size() >= IamLimits.ATTACHED) {
            throw IamLimits.quota("PoliciesPerRole", IamLimits.ATTACHED);
          }
          List<String> more = new ArrayList<>(role.attached());
          more.add(arn);
          return role.withAttached(more);
        });
    return Answer.empty();
  }

  private Answer detach(Call call) {
    String arn = call.input().text("PolicyArn");
    roles.update(
        call,
        role -> {
          List<String> left = new ArrayList<>(role.attached());
          if (!left.remove(arn)) {
            throw IamErrors.noPolicy(arn);
          }
          return role.withAttached(left);
        });
    return Answer.empty();
  }

  private Answer list(Call call) {
    String prefix = call.input().optionalText("PathPrefix").orElse("/");
    List<String> arns =
        roles.require(call).attached().stream()
            .filter(arn -> path(arn).startsWith(prefix))
            .sorted()
            .toList();
    return Answer.of(
        Page.of(arns, arn -> arn, call.input())
            .output(
                "AttachedPolicies",
                arn ->
                    Map.of(
                        "PolicyName", arn.substring(arn.lastIndexOf('/') + 1), "PolicyArn", arn)));
  }

  /// `/service-role/` of `arn:aws:iam::aws:policy/service-role/AWSLambdaRole`
  private static String path(String arn) {
    return arn.substring(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
  }

  /// Groups and users are not there, so there is never one among them.
  private Answer entities(Call call) {
    Document input = call.input();
    String account = call.scope().account();
    ManagedPolicy policy = policies.require(account, input.text("PolicyArn"));
    String prefix = input.optionalText("PathPrefix").orElse("/");
    String filter = input.optionalText("EntityFilter").orElse("Role");
    List<Role> found = new ArrayList<>();
    if (filter.equals("Role") || filter.equals("LocalManagedPolicy")) {
      boolean boundary =
          input.optionalText("PolicyUsageFilter").orElse("").equals("PermissionsBoundary");
      found.addAll(
          boundary
              ? policies.boundaryOf(account, policy.arn())
              : policies.attachedTo(account, policy.arn()));
      found.removeIf(role -> !role.entity().path().startsWith(prefix));
    }
    Map<String, Object> output =
        new LinkedHashMap<>(
            Page.of(found, role -> role.entity().key(), input)
                .output(
                    "PolicyRoles",
                    role -> Map.of("RoleName", role.name(), "RoleId", role.entity().id())));
    output.put("PolicyGroups", List.of());
    output.put("PolicyUsers", List.of());
    return Answer.of(output);
  }
}

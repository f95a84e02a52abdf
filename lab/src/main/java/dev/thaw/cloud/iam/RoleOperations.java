package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Roles themselves, their trust, their tags and their boundary.
final class RoleOperations {

  private static final long USUAL_SESSION = 3_600;

  private final RoleStore roles;
  private final PolicyStore policies;
  private final Clock clock;

  RoleOperations(RoleStore roles, PolicyStore policies, Clock clock) {
    this.roles = roles;
    this.policies = policies;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.ofEntries(
        Map.entry("CreateRole", this::create),
        Map.entry("GetRole", this::get),
        Map.entry("ListRoles", this::list),
        Map.entry("UpdateRole", this::update),
        Map.entry("UpdateRoleDescription", this::describe),
        Map.entry("UpdateAssumeRolePolicy", this::trust),
        Map.entry("DeleteRole", this::delete),
        Map.entry("TagRole", this::tag),
        Map.entry("UntagRole", this::untag),
        Map.entry("ListRoleTags", this::tags),
        Map.entry("PutRolePermissionsBoundary", this::bound),
        Map.entry("DeleteRolePermissionsBoundary", this::unbound));
  }

  private Answer create(Call call) {
    Document input = call.input();
    if (input.has("MaxSigninSessionDuration")) {
      throw IamErrors.notEmulated("MaxSigninSessionDuration of roles");
    }
    String account = call.scope().account();
    Instant now = Instant.ofEpochSecond(clock.now() / 1_000_000_000L);
    Role role =
        new Role(
            Entity.of(
                account,
                input.optionalText("Path").orElse("/"),
                input.text("RoleName"),
                "AROA",
                now),
            checkedTrust(input.text("AssumeRolePolicyDocument")),
            input.optionalText("Description"),
            input.optionalNumber("MaxSessionDuration").orElse(USUAL_SESSION),
            input.optionalText("PermissionsBoundary").map(arn -> boundary(account, arn)),
            Tags.of(input),
            Map.of(),
            List.of());
    roles.create(role);
    return Answer.of(Map.of("Role", role.shown()));
  }

  private static String checkedTrust(String document) {
    PolicyDocument.checkTrust(document);
    if (PolicyDocument.size(document) > IamLimits.TRUST) {
      throw IamLimits.quota("ACLSizePerRole", IamLimits.TRUST);
    }
    return document;
  }

  private String boundary(String account, String arn) {
    if (policies.find(account, arn).isEmpty()) {
      throw IamErrors.noSuchEntity("Scope ARN: " + arn + " does not exist or is not attachable.");
    }
    return arn;
  }

  private Answer get(Call call) {
    Map<String, Object> shown = roles.require(call).shown();
    shown.put("RoleLastUsed", Map.of());
    return Answer.of(Map.of("Role", shown));
  }

  private Answer list(Call call) {
    String prefix = call.input().optionalText("PathPrefix").orElse("/");
    List<Role> found =
        roles.list(call.scope().account()).stream()
            .filter(role -> role.entity().path().startsWith(prefix))
            .toList();
    return Answer.of(
        Page.of(found, role -> role.entity().key(), call.input()).output("Roles", Role::listed));
  }

  private Answer update(Call call) {
    Document input = call.input();
    if (input.has("MaxSigninSessionDuration")) {
      throw IamErrors.notEmulated("MaxSigninSessionDuration of roles");
    }
    // Without a duration AWS sets the usual one
    roles.update(
        call,
        role ->
            role.withSettings(
                input.optionalText("Description").or(role::description),
                input.optionalNumber("MaxSessionDuration").orElse(USUAL_SESSION)));
    return Answer.empty();
  }

  private Answer describe(Call call) {
    Role role =
        roles.update(
            call,
            before ->
                before.withSettings(
                    Optional.of(call.input().text("Description")), before.maxSession()));
    return Answer.of(Map.of("Role", role.shown()));
  }

  private Answer trust(Call call) {
    String document = checkedTrust(call.input().text("PolicyDocument"));
    roles.update(call, role -> role.withTrust(document));
    return Answer.empty();
  }

  private Answer delete(Call call) {
    roles.delete(call);
    return Answer.empty();
  }

  private Answer tag(Call call) {
    roles.update(call, role -> role.withTags(Tags.added(role.tags(), call.input())));
    return Answer.empty();
  }

  private Answer untag(Call call) {
    roles.update(call, role -> role.withTags(Tags.removed(role.tags(), call.input())));
    return Answer.empty();
  }

  private Answer tags(Call call) {
    List<Map<String, Object>> all = Tags.shown(roles.require(call).tags());
    return Answer.of(Page.of(all, RoleOperations::key, call.input()).output("Tags", tag -> tag));
  }

  private static String key(Map<String, Object> tag) {
    return String.valueOf(tag.get("Key")).toLowerCase(Locale.ROOT);
  }

  private Answer bound(Call call) {
    String arn = boundary(call.scope().account(), call.input().text("PermissionsBoundary"));
    roles.update(call, role -> role.withBoundary(Optional.of(arn)));
    return Answer.empty();
  }

  private Answer unbound(Call call) {
    roles.update(call, role -> role.withBoundary(Optional.empty()));
    return Answer.empty();
  }
}

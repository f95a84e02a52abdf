package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Policies that belong to one role.
final class RolePolicyOperations {

  private final RoleStore roles;

  RolePolicyOperations(RoleStore roles) {
    this.roles = roles;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutRolePolicy", this::put,
        "GetRolePolicy", this::get,
        "ListRolePolicies", this::list,
        "DeleteRolePolicy", this::delete);
  }

  private Answer put(Call call) {
    String document = call.input().text("PolicyDocument");
    PolicyDocument.checkPermissions(document);
    roles.update(
        call,
        role -> {
          Map<String, String> inline = new TreeMap<>(role.inline());
          inline.put(call.input().text("PolicyName"), document);
          if (inline.values().stream().mapToInt(PolicyDocument::size).sum() > IamLimits.INLINE) {
            throw IamErrors.limit(
                "Maximum policy size of "
                    + IamLimits.INLINE
                    + " bytes exceeded for role "
                    + role.name());
          }
          return role.withInline(inline);
        });
    return Answer.empty();
  }

  private Answer get(Call call) {
    Role role = roles.require(call);
    String name = call.input().text("PolicyName");
    String document = role.inline().get(name);
    if (document == null) {
      throw missing(name);
    }
    return Answer.of(
        Map.of(
            "RoleName",
            role.name(),
            "PolicyName",
            name,
            "PolicyDocument",
            PolicyDocument.encoded(document)));
  }

  private static ApiException missing(String name) {
    return IamErrors.noSuchEntity("The role policy with name " + name + " cannot be found.");
  }

  private Answer list(Call call) {
    List<String> names = List.copyOf(roles.require(call).inline().keySet());
    return Answer.of(
        Page.of(names, name -> name, call.input()).output("PolicyNames", name -> name));
  }

  private Answer delete(Call call) {
    String name = call.input().text("PolicyName");
    roles.update(
        call,
        role -> {
          Map<String, String> inline = new TreeMap<>(role.inline());
          if (inline.remove(name) == null) {
            throw missing(name);
          }
          return role.withInline(inline);
        });
    return Answer.empty();
  }
}

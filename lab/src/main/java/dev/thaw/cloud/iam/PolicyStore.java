package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.state.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Managed policies: those of all accounts, and AWS's own, which are there beforehand.
final class PolicyStore {

  private final Store store;
  private final Store.Table table;
  private final RoleStore roles;

  PolicyStore(Store store, RoleStore roles) {
    this.store = store;
    this.roles = roles;
    table = store.table("iam.policies");
  }

  Optional<ManagedPolicy> find(String account, String arn) {
    ManagedPolicy known = AwsPolicies.all().get(arn);
    return known == null ? own(account, arn) : Optional.of(known);
  }

  private Optional<ManagedPolicy> own(String account, String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return table
        .get(Entity.key(account, name))
        .map(ManagedPolicy::read)
        .filter(policy -> policy.arn().equals(arn));
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if there is none
  ManagedPolicy require(String account, String arn) {
    return find(account, arn).orElseThrow(() -> IamErrors.noPolicy(arn));
  }

  /// Ordered by name.
  List<ManagedPolicy> list(String account) {
    return table.startingWith(account + "/").values().stream().map(ManagedPolicy::read).toList();
  }

  /// Roles that have a policy attached.
  List<Role> attachedTo(String account, String arn) {
    return roles.list(account).stream().filter(role -> role.attached().contains(arn)).toList();
  }

  /// Roles whose boundary a policy is.
  List<Role> boundaryOf(String account, String arn) {
    return roles.list(account).stream()
        .filter(role -> role.boundary().filter(arn::equals).isPresent())
        .toList();
  }

  Usage usage(String account) {
    return Usage.of(roles.list(account));
  }

  void create(ManagedPolicy policy) {
    store.change(() -> {
      String key = policy.entity().key();
      if (table.get(key).isPresent()) {
        throw IamErrors.exists(
            "A policy called "
                + policy.entity().name()
                + " already exists. Duplicate names are not allowed.");
      }
      if (table.startingWith(policy.entity().account() + "/").size() >= IamLimits.POLICIES) {
        throw IamLimits.quota("PoliciesPerAccount", IamLimits.POLICIES);
      }
      table.put(key, policy.json());
      return true;
    });
  }

  /// Changes a policy of an account as it stands at that moment.
  ManagedPolicy update(String account, String arn, UnaryOperator<ManagedPolicy> change) {
    return store.change(() -> {
      ManagedPolicy after = change.apply(requireOwn(account, arn));
      table.put(after.entity().key(), after.json());
      return after;
    });
  }

  private ManagedPolicy requireOwn(String account, String arn) {
    if (AwsPolicies.all().containsKey(arn)) {
      throw new ApiException(
          403,
          "AccessDenied",
          "User: arn:aws:iam::" + account + ":root is not authorized to change resource: " + arn);
    }
    return own(account, arn).orElseThrow(() -> IamErrors.noPolicy(arn));
  }

  void delete(String account, String arn) {
    store.change(() -> {
      ManagedPolicy policy = requireOwn(account, arn);
      if (usage(account).any(arn)) {
        throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
      }
      if (policy.versions().size() > 1) {
        throw IamErrors.deleteConflict(
            "This policy has more than one version. Before you delete a policy, you must delete the"
                + " policy's versions. The default version is deleted with the policy.");
      }
      table.remove(policy.entity().key());
      return true;
    });
  }
}

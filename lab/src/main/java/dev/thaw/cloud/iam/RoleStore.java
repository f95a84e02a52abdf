package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.state.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The roles of all accounts.
final class RoleStore {

  private final Store store;
  private final Store.Table table;

  RoleStore(Store store) {
    this.store = store;
    table = store.table("iam.roles");
  }

  Optional<Role> find(String account, String name) {
    return table.get(Entity.key(account, name)).map(Role::read);
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if there is none
  Role require(String account, String name) {
    return find(account, name).orElseThrow(() -> IamErrors.noRole(name));
  }

  /// The role that a call names.
  Role require(Call call) {
    return require(call.scope().account(), call.input().text("RoleName"));
  }

  /// Ordered by name.
  List<Role> list(String account) {
    return table.startingWith(account + "/").values().stream().map(Role::read).toList();
  }

  void create(Role role) {
    store.change(() -> {
      String account = role.entity().account();
      if (find(account, role.name()).isPresent()) {
        throw IamErrors.exists("Role with name " + role.name() + " already exists.");
      }
      if (table.startingWith(account + "/").size() >= IamLimits.ROLES) {
        throw IamLimits.quota("RolesPerAccount", IamLimits.ROLES);
      }
      table.put(role.entity().key(), role.json());
      return true;
    });
  }

  /// Changes the role that a call names as it stands at that moment.
  Role update(Call call, UnaryOperator<Role> change) {
    return store.change(() -> {
      Role before = require(call);
      if (before.serviceLinked()) {
        throw IamErrors.unmodifiable(before.name());
      }
      Role after = change.apply(before);
      table.put(after.entity().key(), after.json());
      return after;
    });
  }

  void delete(Call call) {
    store.change(() -> {
      Role role = require(call);
      if (role.serviceLinked()) {
        throw IamErrors.unmodifiable(role.name());
      }
      if (!role.attached().isEmpty()) {
        throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
      }
      if (!role.inline().isEmpty()) {
        throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
      }
      table.remove(role.entity().key());
      return true;
    });
  }

  /// A service-linked role goes by another way than others.
  void deleteServiceLinked(Role role) {
    store.change(() -> {
      table.remove(role.entity().key());
      return true;
    });
  }
}

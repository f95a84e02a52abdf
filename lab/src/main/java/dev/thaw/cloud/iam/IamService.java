package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.Map;

/// IAM as thaw offers it. It keeps nothing in memory: the store alone knows.
public final class IamService {

  private final Service service;

  public IamService(Models models, Store store, Clock clock) {
    RoleStore roles = new RoleStore(store);
    PolicyStore policies = new PolicyStore(store, roles);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(new RoleOperations(roles, policies, clock).handlers());
    handlers.putAll(new RolePolicyOperations(roles).handlers());
    handlers.putAll(new PolicyOperations(policies, clock).handlers());
    handlers.putAll(new AttachmentOperations(roles, policies).handlers());
    handlers.putAll(new ServiceLinkedRoleOperations(roles, clock).handlers());
    handlers.putAll(new AccountOperations(roles).handlers());
    service =
        new Service(
            models, "iam", handlers, BodyLimit.ofAll(IamLimits.MAX_BODY, "RequestEntityTooLarge"));
  }

  public Service service() {
    return service;
  }
}

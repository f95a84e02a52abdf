package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// STS as thaw offers it. It keeps nothing in memory: the store alone knows.
public final class StsService {

  private static final long MAX_BODY = 1 << 20;

  private final SessionStore sessions;
  private final Service service;

  /// @param services to ask IAM for a role's id and longest session
  public StsService(Models models, Store store, ServiceClient services, Clock clock) {
    sessions = new SessionStore(store, Instant.ofEpochSecond(clock.now() / 1_000_000_000L));
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(new CallerOperations(sessions).handlers());
    handlers.putAll(new SessionOperations(sessions, new Roles(services), clock).handlers());
    service =
        new Service(models, "sts", handlers, BodyLimit.ofAll(MAX_BODY, "RequestEntityTooLarge"));
  }

  public Service service() {
    return service;
  }

  /// Credentials that were given out, by their access key; expired ones for a while, too.
  public Optional<Session> session(String accessKey) {
    return sessions.find(accessKey);
  }
}

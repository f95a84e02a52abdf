package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.resource.ResourceTypes;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.Map;

/// CloudFormation as thaw offers it; what its parts offer is the list of operations.
public final class CloudFormationService implements AutoCloseable {

  /// A template and parameters of the greatest length, escaped as a form.
  private static final long MAX_BODY = 4 << 20;

  private final Engine engine;
  private final Service service;

  /// @param client reaches the services whose resources a template names
  public CloudFormationService(Models models, Store store, ServiceClient client, Clock clock) {
    this(models, store, client, clock, ResourceTypes.all());
  }

  CloudFormationService(
      Models models, Store store, ServiceClient client, Clock clock, ResourceTypes types) {
    StackStore stacks = new StackStore(store);
    Exports exports = new Exports(stacks);
    Journal journal = new Journal(stacks, clock);
    ResourceWork work = new ResourceWork(types, models, client, journal);
    engine =
        new Engine(
            stacks,
            new StackWork(
                new Rollout(types, work, journal, exports),
                new PutBack(work, journal),
                new Removal(work, journal),
                journal,
                exports));
    Definitions definitions = new Definitions(client);
    StackOperations operations =
        new StackOperations(stacks, definitions, journal, engine, types, exports);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(operations.handlers());
    handlers.putAll(new StackQueries(stacks).handlers());
    handlers.putAll(
        new ChangeSetOperations(stacks, operations, definitions, journal, engine).handlers());
    handlers.putAll(new TemplateOperations(stacks, definitions.source(), exports).handlers());
    service =
        new Service(
            models, "cloudformation", handlers, BodyLimit.ofAll(MAX_BODY, "RequestEntityTooLarge"));
  }

  public Service service() {
    return service;
  }

  /// Takes up operations that an earlier life left under way; the services that they need must be
  /// there.
  public void start() {
    engine.resume();
  }

  @Override
  public void close() {
    engine.close();
  }
}

package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.gateway.Functions;
import dev.thaw.gateway.url.FunctionUrls;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lambda as thaw offers it; what its parts offer is the list of operations.
public final class LambdaService implements AutoCloseable {

  private final FunctionStore functions;
  private final FrontDoorFunctions doors;
  private final AsyncQueue queue;
  private final Invoker invoker;
  private final Service service;
  private final List<Route> routes;

  /// @param contents holds the packages
  /// @param services to fetch packages from S3
  /// @param destinations where records of asynchronous events can go beside functions
  public LambdaService(
      Models models,
      Store store,
      Contents contents,
      Invoker invoker,
      Clock clock,
      Timelines timelines,
      ServiceClient services,
      List<Destination> destinations)
      throws IOException {
    this.invoker = invoker;
    functions = new FunctionStore(store, contents);
    doors = new FrontDoorFunctions(functions);
    LayerStore layers = new LayerStore(store, contents);
    Set<String> kept = new HashSet<>(functions.packages());
    kept.addAll(layers.packages());
    contents.retain(kept);
    queue = new AsyncQueue(store, functions, invoker, clock, timelines, destinations);
    VersionOperations versions = new VersionOperations(functions, invoker, clock);
    LayerAccess access = new LayerAccess(layers);
    StoredBytes stored = new StoredBytes(functions, layers);
    CodeUploads uploads = new CodeUploads(contents, stored, services);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(
        new FunctionOperations(functions, access, uploads, versions, invoker, clock).handlers());
    handlers.putAll(versions.handlers());
    handlers.putAll(new AliasOperations(functions, invoker).handlers());
    handlers.putAll(new InvokeOperations(functions, queue, invoker, clock).handlers());
    handlers.putAll(new ConcurrencyOperations(functions, invoker).handlers());
    handlers.putAll(new ProvisionedOperations(functions, invoker, clock).handlers());
    handlers.putAll(new EventConfigOperations(functions, clock).handlers());
    handlers.putAll(new LayerOperations(layers, access, uploads, clock).handlers());
    handlers.putAll(new LayerPermissionOperations(layers).handlers());
    handlers.putAll(new PermissionOperations(functions).handlers());
    handlers.putAll(new FunctionUrlOperations(functions, clock).handlers());
    handlers.putAll(new RuntimeOperations(functions).handlers());
    handlers.putAll(new RecursionOperations(functions).handlers());
    handlers.putAll(new TagOperations(functions).handlers());
    handlers.putAll(new AccountOperations(functions, stored).handlers());
    service = new Service(models, "lambda", handlers, new LambdaLimits());
    routes = List.of(new CodeDownloads(contents).route());
  }

  public Service service() {
    return service;
  }

  /// For the front doors.
  public Functions functions() {
    return doors;
  }

  /// For the door of function URLs.
  public FunctionUrls urls() {
    return doors;
  }

  /// Plain routes that the answers point to.
  public List<Route> routes() {
    return routes;
  }

  /// Tells the execution side what is reserved and provisioned, and goes on with events that were
  /// accepted in an earlier life.
  public void start() {
    for (FunctionRecord function : functions.all()) {
      function.reserved().ifPresent(limit -> invoker.reserve(function.key().arn(), limit));
      Provisioning.apply(function.withProvisioned(Map.of()), function, invoker);
    }
    queue.start();
  }

  /// Takes up no more events; the execution side and the store are closed by their owner.
  @Override
  public void close() {
    queue.close();
  }
}

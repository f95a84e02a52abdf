package dev.thaw.cli;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.iam.IamService;
import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.cloud.sts.StsService;
import dev.thaw.console.Coverage;
import dev.thaw.console.TimelineJson;
import dev.thaw.lambda.Fleet;
import dev.thaw.lambda.KeepAlive;
import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A running thaw: all rooms wired together. The only place that knows them all.
final class Laboratory implements AutoCloseable {

  private static final int KEPT_TIMELINES = 10_000;

  private static final String TIMELINES = "/_thaw/timelines/";
  private static final String HEALTH = "/_thaw/health";
  private static final String COVERAGE = "/_thaw/coverage";

  private final Timelines timelines = new Timelines(KEPT_TIMELINES);
  private final LogStore logs = new LogStore();
  private final Sandboxes sandboxes;
  private final Runtimes runtimes;
  private final Fleet fleet;
  private final Store store;
  private final LambdaService lambda;
  private final Front front;
  private final Map<String, Object> told = new ConcurrentHashMap<>();

  /// @param data folder for what all runs share: libraries, bootstraps, sandboxes
  /// @param state folder for this thaw's functions and their code, held by the caller
  /// @param port 0 for a free one
  /// @param sharedCode whether environments share unpacked code
  record Settings(
      Path data,
      Path state,
      int port,
      Sandboxes.Choice isolation,
      boolean sharedCode,
      Map<String, Path> interpreters) {}

  Laboratory(Settings settings) {
    sandboxes = Sandboxes.open(settings.data().resolve("sandboxes"), settings.isolation());
    runtimes = new Runtimes(settings.data(), settings.interpreters());
    Fleet.Settings fleetSettings =
        new Fleet.Settings(
            settings.state(),
            settings.sharedCode(),
            KeepAlive.DEFAULT,
            1_000,
            Runtime.getRuntime().availableProcessors(),
            Map.of());
    fleet = new Fleet(fleetSettings, Clock.system(), timelines, sandboxes, runtimes, logs);
    Models models = Models.bundled();
    Path state = settings.state();
    try {
      Contents packages = new Contents(state.resolve("packages"));
      store = Store.open(state.resolve("state"));
      lambda =
          new LambdaService(models, store, packages, fleet, Clock.system(), timelines, List.of());
      List<Route> routes = new ArrayList<>(lambda.routes());
      routes.add(new Route(TIMELINES, (head, body) -> timeline(head)));
      routes.add(new Route(HEALTH, (head, body) -> health()));
      List<Service> services = services(models, lambda.service());
      routes.add(new Route(COVERAGE, (head, body) -> json(Coverage.of(models, services).json())));
      front =
          new Front(
              models, services, Map.of(), routes, timelines, packages.temporary(), settings.port());
    } catch (IOException e) {
      throw new UncheckedIOException("state: cannot be used in " + state, e);
    }
  }

  private List<Service> services(Models models, Service functions) {
    List<Service> services = new ArrayList<>();
    ServiceClient client = new ServiceClient(() -> services, Clock.system());
    services.add(functions);
    services.add(new IamService(models, store, Clock.system()).service());
    services.add(new StsService(models, store, client, Clock.system()).service());
    return services;
  }

  /// Adds to what `/_thaw/health` tells.
  void tell(String name, Object value) {
    told.put(name, value);
  }

  void start() {
    lambda.start();
    front.start();
  }

  int port() {
    return front.port();
  }

  LogStore logs() {
    return logs;
  }

  Runtimes runtimes() {
    return runtimes;
  }

  Sandboxes sandboxes() {
    return sandboxes;
  }

  @Override
  public void close() {
    front.close();
    lambda.close();
    fleet.close();
    store.close();
    sandboxes.close();
  }

  private WireAnswer timeline(RequestHead head) {
    String id = head.path().substring(TIMELINES.length());
    return timelines
        .find(id)
        .map(found -> json(TimelineJson.of(found.snapshot())))
        .orElseGet(() ->
            WireAnswer.of(
                404,
                "text/plain",
                ("no timeline " + id + "; it is unknown or forgotten\n")
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private WireAnswer health() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "running");
    health.put("version", Version.NUMBER);
    health.putAll(told);
    return json(Json.write(health));
  }

  private static WireAnswer json(byte[] body) {
    return WireAnswer.of(200, "application/json", body);
  }
}

package dev.thaw.cli;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.console.RequestsJson;
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
import java.util.function.Consumer;

/// A running thaw: all rooms wired together. The only place that knows them all.
final class Laboratory implements AutoCloseable {

  private static final int KEPT_TIMELINES = 10_000;

  private static final String TIMELINES = "/_thaw/timelines/";
  private static final String REQUESTS = "/_thaw/requests";
  private static final String HEALTH = "/_thaw/health";

  private final Timelines timelines = new Timelines(KEPT_TIMELINES);
  private final LogStore logs = new LogStore();
  private final LocalProxy proxy;
  private final Sandboxes sandboxes;
  private final Runtimes runtimes;
  private final Fleet fleet;
  private final Store store;
  private final LambdaService lambda;
  private final Front front;

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

  /// @param warnings what the user should know
  Laboratory(Settings settings, Consumer<String> warnings) {
    sandboxes = Sandboxes.open(settings.data().resolve("sandboxes"), settings.isolation());
    runtimes = new Runtimes(settings.data(), settings.interpreters());
    Models models = Models.bundled();
    Path state = settings.state();
    try {
      proxy = new LocalProxy(settings.data().resolve("authority"), this::port, warnings);
      Fleet.Settings fleetSettings =
          new Fleet.Settings(
              state,
              settings.sharedCode(),
              KeepAlive.DEFAULT,
              1_000,
              Runtime.getRuntime().availableProcessors(),
              proxy.forFunctions(state.resolve("access")));
      fleet = new Fleet(fleetSettings, Clock.system(), timelines, sandboxes, runtimes, logs);
      Contents packages = new Contents(state.resolve("packages"));
      store = Store.open(state.resolve("state"));
      lambda =
          new LambdaService(models, store, packages, fleet, Clock.system(), timelines, List.of());
      List<Route> routes = new ArrayList<>(lambda.routes());
      routes.add(new Route(TIMELINES, (head, body) -> timeline(head)));
      routes.add(new Route(REQUESTS, (head, body) -> requests(head)));
      routes.add(new Route(HEALTH, (head, body) -> health()));
      front =
          new Front(
              models,
              List.of(lambda.service()),
              Map.of(),
              routes,
              timelines,
              packages.temporary(),
              settings.port());
    } catch (IOException e) {
      throw new UncheckedIOException("state: cannot be used in " + state, e);
    }
  }

  void start() {
    lambda.start();
    front.start();
  }

  int port() {
    return front.port();
  }

  /// Where AWS's hosts are answered over TLS.
  int proxyPort() {
    return proxy.port();
  }

  /// The folder of the authority that vouches for them.
  Path authority() {
    return proxy.authority();
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
    proxy.close();
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

  private WireAnswer requests(RequestHead head) {
    String since = head.query().first("since_us").orElse("0");
    if (!since.matches("\\d{1,18}")) {
      return WireAnswer.of(
          400,
          "text/plain",
          ("since_us: " + since + " (expected: microseconds since the epoch)\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    return json(RequestsJson.of(timelines.newest(KEPT_TIMELINES), Long.parseLong(since)));
  }

  private WireAnswer health() {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "running");
    health.put("version", Version.NUMBER);
    health.put("proxy_port", proxy.port());
    health.put("authority", proxy.authority().toString());
    return json(Json.write(health));
  }

  private static WireAnswer json(byte[] body) {
    return WireAnswer.of(200, "application/json", body);
  }
}

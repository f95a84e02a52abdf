package dev.thaw.cli;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.Dispatcher;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.console.TimelineJson;
import dev.thaw.lambda.Fleet;
import dev.thaw.lambda.KeepAlive;
import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A running thaw: all rooms wired together. The only place that knows them all.
final class Laboratory implements AutoCloseable {

  private static final int KEPT_TIMELINES = 10_000;

  private final Timelines timelines = new Timelines(KEPT_TIMELINES);
  private final LogStore logs = new LogStore();
  private final Sandboxes sandboxes;
  private final Runtimes runtimes;
  private final Fleet fleet;
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
    lambda = new LambdaService(settings.state(), fleet, this::endpoint);
    Models models = Models.bundled();
    Dispatcher dispatcher =
        new Dispatcher(models, List.of(lambda.service(models)), spool(settings.state()));
    front =
        new Front(
            settings.port(),
            dispatcher,
            timelines,
            Map.of(
                "/_thaw/timelines/{id}",
                this::timeline,
                "/_thaw/packages/{sha256}",
                this::packaged,
                "/_thaw/health",
                this::health));
  }

  private String endpoint() {
    return "http://127.0.0.1:" + front.port();
  }

  private static Path spool(Path state) {
    try {
      return Files.createDirectories(state.resolve("spool"));
    } catch (IOException e) {
      throw new UncheckedIOException("spool: cannot be made in " + state, e);
    }
  }

  /// Adds to what `/_thaw/health` tells.
  void tell(String name, Object value) {
    told.put(name, value);
  }

  void start() {
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
    fleet.close();
    lambda.close();
    sandboxes.close();
  }

  private void timeline(ServerRequest request, ServerResponse response) {
    String id = request.path().pathParameters().get("id");
    timelines
        .find(id)
        .ifPresentOrElse(
            found -> {
              response.header(HeaderNames.CONTENT_TYPE, "application/json");
              response.send(TimelineJson.of(found.snapshot()));
            },
            () ->
                response.status(404).send("no timeline " + id + "; it is unknown or forgotten\n"));
  }

  private void packaged(ServerRequest request, ServerResponse response) {
    Optional<Path> found = lambda.packaged(request.path().pathParameters().get("sha256"));
    if (found.isEmpty()) {
      response.status(404).send("no such package\n");
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, "application/zip");
    try (OutputStream out = response.outputStream()) {
      Files.copy(found.get(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void health(ServerRequest request, ServerResponse response) {
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("status", "running");
    health.put("version", Version.NUMBER);
    health.putAll(told);
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(tools.jackson.databind.json.JsonMapper.shared().writeValueAsBytes(health));
  }
}

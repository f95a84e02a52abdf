package dev.thaw.cli;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.auth.Keyring;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.console.RequestsJson;
import dev.thaw.console.TimelineJson;
import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A running thaw: all rooms wired together. The only place that knows them all.
final class Laboratory implements AutoCloseable {

  private static final int KEPT_TIMELINES = 10_000;

  private static final String TIMELINES = "/_thaw/timelines/";
  private static final String REQUESTS = "/_thaw/requests";
  private static final String COVERAGE = "/_thaw/coverage";
  private static final String RESET = "/_thaw/reset";
  private static final String HEALTH = "/_thaw/health";

  private final Timelines timelines = new Timelines(KEPT_TIMELINES);
  private volatile Consumer<String> follower = message -> {};
  private final LocalProxy proxy;
  private final Sandboxes sandboxes;
  private final Runtimes runtimes;
  private final Opening next;
  private volatile LiveCloud cloud;
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
    this(settings, Optional.empty(), warnings);
  }

  /// @param strict who may sign; without it everybody is let in
  Laboratory(Settings settings, Optional<Keyring> strict, Consumer<String> warnings) {
    sandboxes = Sandboxes.open(settings.data().resolve("sandboxes"), settings.isolation());
    runtimes = new Runtimes(settings.data(), settings.interpreters());
    try {
      proxy = new LocalProxy(settings.data().resolve("authority"), this::port, warnings);
      next =
          () ->
              LiveCloud.open(
                  settings, strict, proxy, sandboxes, runtimes, timelines, this::followed);
      cloud = next.open();
      Path spool = settings.state().resolve("spool");
      Directories.delete(spool);
      front =
          new Front(
              LiveCloud.MODELS,
              offer(cloud),
              timelines,
              Files.createDirectories(spool),
              settings.port());
    } catch (IOException e) {
      throw new UncheckedIOException("state: cannot be used in " + settings.state(), e);
    }
  }

  /// Opens what the folder holds.
  @FunctionalInterface
  private interface Opening {
    LiveCloud open() throws IOException;
  }

  private Front.Offer offer(LiveCloud opened) {
    List<Route> routes = new ArrayList<>(opened.aws().routes());
    routes.add(new Route(TIMELINES, (head, body) -> timeline(head)));
    routes.add(new Route(REQUESTS, (head, body) -> requests(head)));
    routes.add(new Route(COVERAGE, (head, body) -> json(opened.coverage().json())));
    routes.add(new Route(HEALTH, (head, body) -> health()));
    routes.add(new Route(RESET, (head, body) -> reset(head)));
    return new Front.Offer(opened.aws().list(), opened.aws().planes(), routes, opened.gate());
  }

  void start() {
    cloud.start();
    front.start();
    cloud.prepare();
  }

  /// Ends everything that runs, forgets everything that is kept, and begins anew behind the same
  /// port: what thaw keeps is then as at its very first start.
  void reset() {
    front.replace(() -> {
      try {
        cloud.close();
        cloud.delete();
        cloud = next.open();
        cloud.start();
        return offer(cloud);
      } catch (IOException e) {
        throw new UncheckedIOException("state: cannot be used after a reset", e);
      }
    });
  }

  /// Browsers name the page that asks; no page is to delete anything.
  private WireAnswer reset(RequestHead head) {
    if (!head.method().equals("POST") || head.header("origin").isPresent()) {
      String text = head.method() + " " + RESET + " (expected: POST, and not from a web page)\n";
      return WireAnswer.of(405, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
    reset();
    return json(Json.write(Map.of("status", "reset")));
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

  /// Hands on what functions write, as well.
  void follow(Consumer<String> next) {
    follower = next;
  }

  private void followed(String message) {
    follower.accept(message);
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
    cloud.close();
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

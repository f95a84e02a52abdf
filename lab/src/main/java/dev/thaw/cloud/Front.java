package dev.thaw.cloud;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.DataPlane;
import dev.thaw.cloud.protocol.Dispatcher;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// The door: HTTP/1.1 on the loopback interface, a virtual thread for every connection.
///
/// Paths below `/_thaw/` are thaw's own, all others AWS's. Every AWS request gets a timeline and is
/// answered with its id.
public final class Front implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Front.class.getName());

  private static final String OWN = "/_thaw/";

  /// Requests in progress may end before the port closes; functions are not waited for here.
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final int MAX_HEADERS = 64 << 10;

  private final Models models;
  private final Timelines timelines;
  private final Path spoolFolder;
  private final ReadWriteLock door = new ReentrantReadWriteLock();
  private volatile Behind behind;
  private final WebServer server;

  /// What requests meet behind the door.
  ///
  /// @param planes the front doors of what was deployed, by name
  /// @param routes of thaw's own; the longest prefix wins
  /// @param gate stands before AWS's operations; thaw's own routes are open
  public record Offer(
      List<Service> services, Map<String, DataPlane> planes, List<Route> routes, Gate gate) {}

  private record Behind(Dispatcher dispatcher, List<Route> routes) {}

  /// @param routes of thaw's own; the longest prefix wins
  /// @param planes the front doors of what was deployed, by name
  /// @param spoolFolder for the bodies of big requests
  /// @param port 0 for a free one
  public Front(
      Models models,
      List<Service> services,
      Map<String, DataPlane> planes,
      List<Route> routes,
      Timelines timelines,
      Path spoolFolder,
      int port) {
    this(models, new Offer(services, planes, routes, Gate.OPEN), timelines, spoolFolder, port);
  }

  /// @param spoolFolder for the bodies of big requests
  /// @param port 0 for a free one
  public Front(Models models, Offer offer, Timelines timelines, Path spoolFolder, int port) {
    this.models = models;
    this.timelines = timelines;
    this.spoolFolder = spoolFolder;
    behind = behind(offer);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(port)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .shutdownGracePeriod(GRACE)
            .contentEncoding(new BodiesAsTheyCome())
            .connectionOptions(options -> options.tcpNoDelay(true))
            .addProtocol(
                Http1Config.builder()
                    .maxHeadersSize(MAX_HEADERS)
                    .maxPrologueLength(8192)
                    // The server would answer a malformed path or query with an empty 400; the
                    // protocols refuse it in the words of AWS
                    .validatePath(false)
                    .validatePrologue(false)
                    .build())
            .routing(routing -> routing.any(this::handle))
            .build();
  }

  private Behind behind(Offer offer) {
    List<Route> all = new ArrayList<>(offer.routes());
    all.sort((one, other) -> other.prefix().length() - one.prefix().length());
    return new Behind(
        new Dispatcher(models, offer.services(), offer.planes(), offer.gate(), spoolFolder),
        List.copyOf(all));
  }

  /// Puts something else behind the door. Requests that come meanwhile wait for it; those that are
  /// inside already end as what they met lets them.
  ///
  /// @param next makes it; if that fails, the old stays
  public void replace(Supplier<Offer> next) {
    door.writeLock().lock();
    try {
      behind = behind(next.get());
    } finally {
      door.writeLock().unlock();
    }
  }

  private Behind enter() {
    door.readLock().lock();
    try {
      return behind;
    } finally {
      door.readLock().unlock();
    }
  }

  /// Opens the port.
  public Front start() {
    server.start();
    return this;
  }

  /// The port that is open.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    long arrived = Clock.system().now();
    String path = request.prologue().uriPath().rawPath();
    try {
      if (path.startsWith(OWN)) {
        own(
            new HttpExchange(
                request,
                response,
                path,
                new Timeline(Kind.REQUEST, "", Clock.system(), arrived),
                arrived));
      } else {
        Timeline timeline = new Timeline(Kind.REQUEST, requestId(), Clock.system(), arrived);
        timelines.add(timeline);
        enter().dispatcher().handle(new HttpExchange(request, response, path, timeline, arrived));
      }
    } catch (ApiException e) {
      // Not even the query could be read
      byte[] message = e.error().message().getBytes(StandardCharsets.UTF_8);
      response.status(e.error().status()).send(message);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the caller of " + path + " is gone", e);
      throw new UncheckedIOException(e);
    }
  }

  private void own(HttpExchange exchange) throws IOException {
    String path = exchange.head().path();
    for (Route route : enter().routes()) {
      if (path.startsWith(route.prefix())) {
        try (InputStream body = exchange.body()) {
          exchange.send(route.handler().handle(exchange.head(), body));
        }
        return;
      }
    }
    exchange.send(
        WireAnswer.of(
            404, "text/plain", ("nothing at " + path + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /// Random, but not secret: a generator that costs a fraction of a microsecond will do.
  private static String requestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}

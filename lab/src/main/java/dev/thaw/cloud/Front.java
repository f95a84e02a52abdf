package dev.thaw.cloud;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Dispatcher;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/// The one port: AWS's APIs, and pages beside them.
public final class Front implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Front.class.getName());

  private final WebServer server;
  private final Dispatcher dispatcher;
  private final Timelines timelines;

  /// A page beside the APIs.
  @FunctionalInterface
  public interface Page {
    void answer(ServerRequest request, ServerResponse response);
  }

  /// @param port 0 for a free one
  /// @param pages by their path, which may have `{labels}`
  public Front(int port, Dispatcher dispatcher, Timelines timelines, Map<String, Page> pages) {
    this.dispatcher = dispatcher;
    this.timelines = timelines;
    HttpRouting.Builder routing = HttpRouting.builder();
    pages.forEach((path, page) -> routing.any(path, page::answer));
    routing.any(this::handle);
    server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(port)
            .addRouting(routing)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .build();
  }

  public void start() {
    server.start();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    Timeline timeline =
        timelines.add(new Timeline(Kind.REQUEST, UUID.randomUUID().toString(), Clock.system()));
    try {
      dispatcher.handle(new HelidonExchange(request, response, timeline));
    } catch (ApiException e) {
      response.status(e.error().status()).send(e.error().message());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "request " + timeline.id() + ": the caller is gone", e);
    }
  }
}

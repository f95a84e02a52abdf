package dev.thaw.cloud;

import dev.thaw.cloud.lambda.Call;
import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.RestJson;
import dev.thaw.cloud.protocol.Spool;
import dev.thaw.cloud.protocol.UriTable;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The one port: AWS's APIs, and pages beside them.
public final class Front implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Front.class.getName());
  private static final String DEFAULT_ACCOUNT = "000000000000";

  /// The scope of a signature: access key, date, region, service.
  private static final Pattern SCOPE =
      Pattern.compile("Credential=([^/,\\s]+)/\\d{8}/([^/,\\s]+)/([^/,\\s]+)/aws4_request");

  private final WebServer server;
  private final LambdaService lambda;
  private final UriTable uris;
  private final Timelines timelines;
  private final Path spools;

  /// A page beside the APIs.
  @FunctionalInterface
  public interface Page {
    void answer(ServerRequest request, ServerResponse response);
  }

  /// @param port 0 for a free one
  /// @param spools folder for large requests
  /// @param pages by their path, which may have `{labels}`
  public Front(
      int port, LambdaService lambda, Timelines timelines, Path spools, Map<String, Page> pages) {
    this.lambda = lambda;
    this.timelines = timelines;
    this.spools = spools;
    this.uris = Models.bundled().load("lambda").uris();
    try {
      Files.createDirectories(spools);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("front: cannot make " + spools, e);
    }
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
    String id = UUID.randomUUID().toString();
    Timeline timeline = timelines.add(new Timeline(Kind.REQUEST, id, Clock.system()));
    Timeline.Mark receive = timeline.begin("receive");
    RestJson.Answer answer;
    try (Spool spool = new Spool(spools)) {
      answer = answer(request, timeline, receive, spool);
    } catch (ApiException e) {
      answer = RestJson.error(e.error());
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "request " + id + " " + request.path().path(), e);
      answer =
          RestJson.error(
              new ApiException.ApiError(500, "ServiceException", "thaw failed: " + e, Map.of()));
    }
    receive.end();
    Timeline.Mark send = timeline.begin("send");
    response.status(answer.status());
    response.header(HeaderValues.create("x-amzn-RequestId", id));
    answer.headers().forEach((name, value) -> response.header(HeaderValues.create(name, value)));
    if (answer.body().length > 0) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, answer.contentType()));
    }
    response.send(answer.body());
    send.end();
    timeline.seal();
  }

  private RestJson.Answer answer(
      ServerRequest request, Timeline timeline, Timeline.Mark receive, Spool spool)
      throws IOException {
    String path = request.path().rawPath();
    RequestHead head =
        new RequestHead(
            request.prologue().method().text(),
            path,
            Query.parse(request.query().rawValue()),
            new HelidonHeaders(request));
    UriTable.Match match =
        uris.match(head.method(), path, head.query())
            .orElseThrow(() ->
                new ApiException(
                    404,
                    "UnknownOperationException",
                    "no operation of an API that thaw emulates: " + head.method() + " " + path));
    InputStream body =
        request.content().hasEntity()
            ? request.content().inputStream()
            : new ByteArrayInputStream(new byte[0]);
    Document in = RestJson.read(match, head, body, spool);
    receive.end();
    Map<String, Object> out = lambda.handle(match.operation(), in, call(request, timeline));
    return RestJson.write(match.operation(), out);
  }

  private Call call(ServerRequest request, Timeline timeline) {
    String authorization = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    String account = DEFAULT_ACCOUNT;
    String region = "us-east-1";
    if (!authorization.isEmpty()) {
      Matcher scope = SCOPE.matcher(authorization);
      if (scope.find()) {
        account = scope.group(1).matches("\\d{12}") ? scope.group(1) : DEFAULT_ACCOUNT;
        region = scope.group(2);
      }
    }
    return new Call(account, region, "http://127.0.0.1:" + server.port(), timeline);
  }

  private record HelidonHeaders(ServerRequest request) implements RequestHead.Headers {
    @Override
    public Optional<String> first(String name) {
      return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
      request.headers().forEach(header -> action.accept(header.name(), header.get()));
    }
  }
}

package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Takes a request through route, operation, parse, validate, handle and answer.
public final class Dispatcher {

  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Router router;
  private final OperationNames names;
  private final Models models;
  private final Map<String, Protocols> protocols = new ConcurrentHashMap<>();
  private final Map<String, DataPlane> planes;
  private final Gate gate;
  private final Path spoolFolder;

  /// @param planes by name: `execute-api`, `lambda-url`, `s3-website`
  /// @param spoolFolder for the temporary files of big requests
  public Dispatcher(
      Models models, List<Service> services, Map<String, DataPlane> planes, Path spoolFolder) {
    this(models, services, planes, Gate.OPEN, spoolFolder);
  }

  /// @param gate stands before all operations; data planes have doors of their own
  public Dispatcher(
      Models models,
      List<Service> services,
      Map<String, DataPlane> planes,
      Gate gate,
      Path spoolFolder) {
    this.gate = gate;
    this.planes = Map.copyOf(planes);
    Map<String, Service> offered = new LinkedHashMap<>();
    for (Service service : services) {
      offered.put(service.name(), service);
    }
    this.models = models;
    router = new Router(models.entries(), offered);
    names = new OperationNames(models);
    this.spoolFolder = spoolFolder;
  }

  /// @throws IOException if the caller is gone
  public void handle(Exchange exchange) throws IOException {
    RequestHead head = exchange.head();
    Request request = Request.of(exchange);
    try {
      Scope scope = Scope.of(head);
      Router.Route route = router.route(head, scope, request::form);
      switch (route) {
        case Router.Route.Offered(Service service) -> call(service, exchange, request, scope);
        case Router.Route.Missing(ServiceEntry entry) -> refuse(exchange, entry, request);
        case Router.Route.DataPlane(String plane, String id) -> deployed(exchange, plane, id);
        case Router.Route.Unknown(String signingName) -> throw unknown(head, signingName);
      }
    } catch (ApiException e) {
      exchange.timeline().note("error", e.error().code());
      exchange.send(PlainError.of(request, e.error(), exchange.timeline().id()));
    } finally {
      exchange.timeline().seal();
    }
  }

  private void deployed(Exchange exchange, String plane, String id) throws IOException {
    exchange.timeline().note("operation", plane + ":" + id);
    DataPlane offered = planes.get(plane);
    if (offered == null) {
      throw ApiException.notEmulated(plane, "requests to " + id);
    }
    offered.handle(exchange, id);
  }

  private static ApiException unknown(RequestHead head, String signingName) {
    return signingName.isEmpty()
        ? ApiException.unknownOperation(
            404, "no service of thaw answers " + head.method() + " " + head.path())
        : ApiException.notEmulated(signingName, head.method() + " " + head.path());
  }

  /// The protocol of a request to a service, offered or not.
  private Protocol protocol(ServiceEntry service, RequestHead head) {
    return protocols
        .computeIfAbsent(service.name(), name -> Protocols.of(models.load(name)))
        .of(head);
  }

  /// What AWS has and thaw does not, said in the protocol of the request.
  private void refuse(Exchange exchange, ServiceEntry entry, Request request) throws IOException {
    RequestHead head = request.head();
    Protocol protocol = protocol(entry, head);
    Gate.Name name =
        () -> names.of(entry, head, entry.speaks("query") ? request.form() : Query.EMPTY);
    try {
      gate.pass(
          new Gate.Arrival(exchange, entry, name),
          admitted -> {
            Query form = entry.speaks("query") ? behind(admitted, request).form() : Query.EMPTY;
            String operation = names.of(entry, head, form);
            exchange.timeline().note("operation", entry.name() + ":" + operation);
            throw ApiException.notEmulated(entry.name(), operation);
          });
    } catch (ApiException e) {
      exchange.timeline().note("error", e.error().code());
      exchange.send(protocol.error(head, e.error(), exchange.timeline().id()));
    }
  }

  /// The request as the gate has let it in.
  private static Request behind(Exchange admitted, Request request) {
    return request.isOf(admitted) ? request : Request.of(admitted);
  }

  private void call(Service service, Exchange exchange, Request request, Scope scope)
      throws IOException {
    Protocol protocol = protocol(service.entry(), request.head());
    Timeline timeline = exchange.timeline();
    Timeline.Mark receive = timeline.beginAt("receive", exchange.arrived());
    Streaming streaming = new Streaming(protocol, exchange);
    try {
      gate.pass(
          new Gate.Arrival(
              exchange, service.entry(), () -> protocol.target(request).operation().name()),
          admitted ->
              operate(service, protocol, behind(admitted, request), scope, receive, streaming));
    } catch (ApiException e) {
      receive.end();
      streaming.fail(e.error());
    } catch (RuntimeException e) {
      if (e instanceof UncheckedIOException gone && streaming.out != null) {
        throw gone.getCause();
      }
      LOG.log(System.Logger.Level.ERROR, "request " + timeline.id() + " failed", e);
      streaming.fail(
          new ApiError(
              500,
              "ServiceException",
              "thaw failed: " + e.getMessage() + " (see its log)",
              Map.of()));
    }
  }

  private void operate(
      Service service,
      Protocol protocol,
      Request request,
      Scope scope,
      Timeline.Mark receive,
      Streaming streaming)
      throws IOException {
    Exchange exchange = streaming.exchange;
    Timeline timeline = exchange.timeline();
    try (Spool spool = new Spool(spoolFolder)) {
      Protocol.Target target = protocol.target(request);
      Operation operation = target.operation();
      streaming.operation = operation;
      timeline.note("operation", operation.toString());
      Service.Handler handler = service.handlers().get(operation.name());
      if (handler == null) {
        throw ApiException.notEmulated(operation.service(), operation.name());
      }
      Map<String, Object> input = parse(service, protocol, target, request, spool);
      Validator.check(operation.input(), input);
      receive.end();
      Answer answer =
          handler.handle(
              new Call(
                  operation, new Document(input), exchange.head(), scope, timeline, streaming));
      if (!answer.streamed()) {
        Timeline.Mark send = timeline.begin("send");
        exchange.send(protocol.answer(operation, answer, timeline.id()));
        send.end();
      }
    }
  }

  private static Map<String, Object> parse(
      Service service, Protocol protocol, Protocol.Target target, Request request, Spool spool)
      throws IOException {
    Operation operation = target.operation();
    long limit = service.limit().bytes(operation);
    if (request.length() > limit) {
      // Before the body is touched: a caller that waits to be asked for it never sends it
      throw service.limit().exceeded(operation);
    }
    try {
      return protocol.parse(target, request, spool, limit);
    } catch (Spool.TooLong _) {
      throw service.limit().exceeded(operation);
    } catch (AwsChunked.Malformed e) {
      throw new ApiException(400, "IncompleteBody", String.valueOf(e.getMessage()));
    }
  }

  /// The way back, which a streamed answer may have taken already.
  private static final class Streaming implements Call.Streams {
    private final Protocol protocol;
    private final Exchange exchange;
    private @Nullable Operation operation;
    private @Nullable OutputStream out;

    Streaming(Protocol protocol, Exchange exchange) {
      this.protocol = protocol;
      this.exchange = exchange;
    }

    @Override
    public Call.EventSink begin(Map<String, Object> output) throws IOException {
      if (operation == null) {
        throw new ModelException("stream (expected: a call in progress)");
      }
      Operation called = operation;
      WireAnswer head = protocol.answer(called, Answer.of(output), exchange.timeline().id());
      List<WireAnswer.Field> headers = new ArrayList<>(head.headers());
      headers.removeIf(field -> field.name().equalsIgnoreCase("Content-Type"));
      headers.add(new WireAnswer.Field("Content-Type", "application/vnd.amazon.eventstream"));
      OutputStream opened = exchange.stream(head.status(), headers);
      out = opened;
      protocol.opening(opened, called, output);
      return new Call.EventSink() {
        @Override
        public void event(String event, Map<String, Object> members) throws IOException {
          protocol.event(opened, called, event, members);
        }

        @Override
        public void end() throws IOException {
          opened.close();
        }
      };
    }

    void fail(ApiError error) throws IOException {
      exchange.timeline().note("error", error.code());
      if (out == null) {
        exchange.send(protocol.error(exchange.head(), error, exchange.timeline().id()));
      } else {
        // The head is out: a cut stream is the only way left to say it
        throw new IOException(error.code() + " within a streamed answer: " + error.message());
      }
    }
  }
}

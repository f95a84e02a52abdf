package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a request through route, operation, parse, validate, handle and answer.
public final class Dispatcher {

  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  /// AWS's query services take less; CloudFormation's inline templates are 50 KB.
  private static final long FORM_LIMIT = 4 << 20;

  private final Router router;
  private final OperationNames names;
  private final Map<String, Protocol> protocols = new LinkedHashMap<>();
  private final Path spoolFolder;

  /// @param spoolFolder for the temporary files of big requests
  public Dispatcher(Models models, List<Service> services, Path spoolFolder) {
    Map<String, Service> offered = new LinkedHashMap<>();
    for (Service service : services) {
      offered.put(service.model().name(), service);
      protocols.put(service.model().name(), Protocol.of(service.model()));
    }
    router = new Router(models.entries(), offered);
    names = new OperationNames(models);
    this.spoolFolder = spoolFolder;
  }

  /// @throws IOException if the caller is gone
  public void handle(Exchange exchange) throws IOException {
    RequestHead head = exchange.head();
    Scope scope = Scope.of(head);
    Form form = new Form(exchange);
    try {
      Router.Route route = router.route(head, scope, form::query);
      switch (route) {
        case Router.Route.Offered(Service service) -> call(service, exchange, scope);
        case Router.Route.Missing(ServiceEntry entry) -> {
          Query query = entry.speaks("query") ? form.query() : Query.EMPTY;
          refuse(
              exchange,
              entry,
              ApiException.notEmulated(entry.name(), names.of(entry, head, query)));
        }
        case Router.Route.DataPlane(String plane, String id) ->
            refuse(exchange, null, ApiException.notEmulated(plane, "requests to " + id));
        case Router.Route.Unknown(String signingName) ->
            refuse(exchange, null, unknown(head, signingName));
      }
    } catch (ApiException e) {
      exchange.send(PlainError.json(e.error(), exchange.timeline().id()));
    } finally {
      exchange.timeline().seal();
    }
  }

  private static ApiException unknown(RequestHead head, String signingName) {
    return signingName.isEmpty()
        ? new ApiException(
            404,
            "UnknownOperationException",
            "no service of thaw answers " + head.method() + " " + head.path())
        : ApiException.notEmulated(signingName, head.method() + " " + head.path());
  }

  /// In the language that the caller seems to speak.
  private static void refuse(Exchange exchange, @Nullable ServiceEntry entry, ApiException refusal)
      throws IOException {
    String requestId = exchange.timeline().id();
    RequestHead head = exchange.head();
    boolean json = head.header("x-amz-target").isPresent();
    boolean xml = entry != null && (entry.speaks("query") || entry.speaks("rest-xml")) && !json;
    if (head.header("smithy-protocol").filter("rpc-v2-cbor"::equals).isPresent()) {
      exchange.send(PlainError.cbor(refusal.error(), requestId));
    } else {
      exchange.send(
          xml
              ? PlainError.xml(refusal.error(), requestId)
              : PlainError.json(refusal.error(), requestId));
    }
  }

  private void call(Service service, Exchange exchange, Scope scope) throws IOException {
    Protocol protocol = protocols.get(service.model().name());
    if (protocol == null) {
      throw new ModelException("service: " + service.model().name() + " (expected: one offered)");
    }
    Timeline timeline = exchange.timeline();
    Timeline.Mark receive = timeline.beginAt("receive", exchange.arrived());
    Streaming streaming = new Streaming(protocol, exchange);
    try (Spool spool = new Spool(spoolFolder)) {
      Protocol.Target target = protocol.target(exchange.head());
      Operation operation = target.operation();
      streaming.operation = operation;
      Service.Handler handler = service.handlers().get(operation.name());
      if (handler == null) {
        throw ApiException.notEmulated(operation.service(), operation.name());
      }
      Map<String, Object> input = parse(service, protocol, target, exchange, spool);
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

  private static Map<String, Object> parse(
      Service service, Protocol protocol, Protocol.Target target, Exchange exchange, Spool spool)
      throws IOException {
    Operation operation = target.operation();
    long limit = service.limit().bytes(operation);
    if (exchange.length() > limit) {
      // Before the body is touched: a caller that waits to be asked for it never sends it
      throw service.limit().exceeded(operation);
    }
    try {
      return protocol.parse(
          target, exchange.head(), exchange.body(), exchange.length(), spool, limit);
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
      if (out == null) {
        exchange.send(protocol.error(error, exchange.timeline().id()));
      } else {
        // The head is out: a cut stream is the only way left to say it
        throw new IOException(error.code() + " within a streamed answer: " + error.message());
      }
    }
  }

  /// The form of a body, read once and only if somebody asks.
  private static final class Form {
    private final Exchange exchange;
    private Optional<Query> query = Optional.empty();

    Form(Exchange exchange) {
      this.exchange = exchange;
    }

    Query query() {
      if (query.isEmpty()) {
        query = Optional.of(read());
      }
      return query.get();
    }

    private Query read() {
      boolean form =
          exchange
              .head()
              .header("content-type")
              .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
              .isPresent();
      if (!form) {
        return Query.EMPTY;
      }
      try {
        byte[] body = new LimitedStream(exchange.body(), FORM_LIMIT).readAllBytes();
        return Query.parse(new String(body, StandardCharsets.UTF_8));
      } catch (Spool.TooLong e) {
        throw new ApiException(413, "RequestEntityTooLarge", "form of " + e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

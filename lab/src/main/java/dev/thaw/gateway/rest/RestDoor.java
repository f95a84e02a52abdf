package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.gateway.Functions;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.Reply;
import dev.thaw.gateway.rest.RestApi.Method;
import dev.thaw.gateway.rest.RestApi.Resource;
import dev.thaw.gateway.vtl.VtlException;
import dev.thaw.lambda.Invoker;
import dev.thaw.lambda.TraceHeader;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Answers the requests to deployed REST APIs.
public final class RestDoor {

  /// Bytes of a request's body.
  private static final int MAX_BODY = 10 << 20;

  /// Bytes of the request line and all header fields.
  private static final int MAX_HEAD = 10_240;

  private static final System.Logger LOG = System.getLogger(RestDoor.class.getName());
  private static final String LOCAL = "/restapis/";
  private static final String USER_REQUEST = "/_user_request_";

  private final RestApis apis;
  private final Authorizers authorizers;
  private final Throttles throttles = new Throttles();
  private final RequestValidator validator = new RequestValidator();
  private final GatewayResponses responses;
  private final Deadlines deadlines = new Deadlines();
  private final ProxyBackend proxy;
  private final LambdaBackend lambda;
  private final HttpBackend http;
  private final MockBackend mock;
  private final boolean strict;
  private final Map<String, Routes> routes = new ConcurrentHashMap<>();

  /// The tree of the resources of one deployment.
  private record Routes(List<Resource> resources, ResourceTree tree) {}

  /// @param timelines get those of authorizers' calls
  /// @param strict whether the policies of functions and APIs are obeyed
  public RestDoor(
      RestApis apis, Functions functions, Invoker invoker, Timelines timelines, boolean strict) {
    this.apis = apis;
    this.strict = strict;
    FunctionCalls calls = new FunctionCalls(functions, invoker, strict);
    Templates templates = new Templates();
    MappedRequest requests = new MappedRequest(templates);
    MappedResponse mapped = new MappedResponse(templates);
    authorizers = new Authorizers(new LambdaAuthorizer(calls, timelines));
    responses = new GatewayResponses(templates);
    proxy = new ProxyBackend(calls);
    lambda = new LambdaBackend(calls, requests, mapped);
    http = new HttpBackend(requests, mapped);
    mock = new MockBackend(requests, mapped);
  }

  /// @param id of the API: the first label of the host, or named in a local path
  ///   `/restapis/ID/STAGE/_user_request_/...`
  /// @throws IOException if the caller is gone
  public void handle(Incoming request, String id, Reply reply) throws IOException {
    Timeline.Mark route = request.timeline().beginAt("route", request.arrived());
    Optional<RestCall> found = call(request, id);
    if (found.isEmpty()) {
      route.end();
      reply.send(forbidden(request));
      return;
    }
    RestCall call = found.get();
    OnceReply once = new OnceReply(reply);
    HttpAnswer answer;
    try {
      answer = answer(call, route, once);
    } catch (RuntimeException e) {
      route.end();
      answer = refused(call, e);
    }
    Timeline.Mark send = request.timeline().begin("send");
    once.send(completed(call, answer));
    send.end();
  }

  private Optional<RestCall> call(Incoming request, String id) {
    String path = request.path();
    String prefix = LOCAL + id + "/";
    int local = path.startsWith(prefix) ? path.indexOf(USER_REQUEST, prefix.length()) : -1;
    int from = local < 0 ? 1 : prefix.length();
    int slash = local < 0 ? path.indexOf('/', 1) : local;
    String stage = path.substring(Math.min(from, path.length()), slash < 0 ? path.length() : slash);
    String rest =
        local >= 0
            ? path.substring(local + USER_REQUEST.length())
            : slash < 0 ? "" : path.substring(slash);
    return apis.stage(id, stage)
        .filter(deployed -> !deployed.api().closed() || local >= 0)
        .map(deployed -> new RestCall(request, deployed, rest.startsWith("/") ? rest : "/" + rest));
  }

  /// Nothing is deployed there: AWS does not even say that.
  private static HttpAnswer forbidden(Incoming request) {
    return new HttpAnswer(
        403,
        List.of(
            new HeaderField("x-amzn-RequestId", request.timeline().id()),
            new HeaderField("x-amzn-ErrorType", "ForbiddenException"),
            new HeaderField("Content-Type", MediaTypes.JSON)),
        "{\"message\":\"Forbidden\"}".getBytes(UTF_8));
  }

  private HttpAnswer answer(RestCall call, Timeline.Mark route, OnceReply once) {
    match(call);
    checkHead(call.request());
    route.end();
    Timeline timeline = call.request().timeline();
    Timeline.Mark authorize = timeline.begin("authorize");
    try {
      checkPolicy(call);
      authorizers.authorize(call);
      ApiKeys.check(call);
    } finally {
      authorize.end();
    }
    throttles.check(call);
    receive(call);
    validator.check(call);
    Integration integration = call.method().integration().orElseThrow(Refusal::misconfigured);
    Timeline.Mark integrate = timeline.begin("integrate");
    try {
      return integrated(call, integration, once);
    } finally {
      integrate.end();
    }
  }

  private void match(RestCall call) {
    ResourceTree.Match match =
        routes(call.stage()).tree().match(call.path()).orElseThrow(Refusal::noSuchMethod);
    Map<String, Method> methods = match.resource().methods();
    Method method = methods.get(call.request().method());
    Method any = method == null ? methods.get("ANY") : method;
    if (any == null) {
      throw Refusal.noSuchMethod();
    }
    call.matched(match.resource(), match.parameters(), any);
  }

  // The list of a deployment is the same object until it is deployed anew; comparing its contents
  // at every call would cost more than making the tree
  @SuppressWarnings("ReferenceEquality")
  private Routes routes(Stage stage) {
    String key = stage.api().id() + "/" + stage.name();
    Routes known = routes.get(key);
    if (known == null || known.resources() != stage.api().resources()) {
      known = new Routes(stage.api().resources(), new ResourceTree(stage.api().resources()));
      routes.put(key, known);
    }
    return known;
  }

  private static void checkHead(Incoming request) {
    long size =
        (long) request.method().length() + request.path().length() + request.query().length();
    for (HeaderField field : request.headers()) {
      size += (long) field.name().length() + field.value().length();
    }
    if (size > MAX_HEAD) {
      throw Refusal.headTooLarge();
    }
  }

  private void checkPolicy(RestCall call) {
    Optional<String> policy = call.api().policy();
    if (!strict || policy.isEmpty()) {
      return;
    }
    String arn = call.arn(call.path());
    PolicyDocument.Decision decision =
        ApiPolicies.read(policy.get()).decide(arn, call.request().sourceIp());
    if (decision != PolicyDocument.Decision.ALLOW) {
      throw Refusal.of(
          ResponseType.ACCESS_DENIED,
          "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
              + arn
              + (decision == PolicyDocument.Decision.DENY ? " with an explicit deny" : ""));
    }
  }

  private static void receive(RestCall call) {
    try {
      byte[] body = call.request().bytes(MAX_BODY).orElseThrow(Refusal::tooLarge);
      call.received(
          Compression.request(body, call.request(), call.api().minimumCompressionSize(), MAX_BODY));
    } catch (IOException e) {
      throw Refusal.of(ResponseType.BAD_REQUEST_BODY, "Could not read the request body");
    }
  }

  private HttpAnswer integrated(RestCall call, Integration integration, OnceReply once) {
    return switch (integration.type()) {
      case AWS_PROXY -> inTime(call, integration, once, proxy);
      case AWS -> inTime(call, integration, once, lambda);
      case HTTP, HTTP_PROXY -> http.answer(call, integration);
      case MOCK -> mock.answer(call, integration);
    };
  }

  /// A function may take longer than its caller waits, and then runs on.
  private HttpAnswer inTime(
      RestCall call, Integration integration, OnceReply once, Backend backend) {
    return deadlines.within(
        integration.timeoutMs(), () -> expire(call, once), () -> backend.answer(call, integration));
  }

  private void expire(RestCall call, OnceReply once) {
    Timeline.Mark timeout = call.request().timeline().begin("timeout");
    try {
      once.send(completed(call, responses.of(call, Refusal.timedOut())));
      timeout.end();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the caller of " + call.id() + " is gone", e);
    }
  }

  private HttpAnswer refused(RestCall call, RuntimeException failure) {
    return switch (failure) {
      case Refusal refusal -> responses.of(call, refusal);
      case VtlException e -> {
        LOG.log(System.Logger.Level.WARNING, "request {0}: {1}", call.id(), e.getMessage());
        yield responses.of(call, Refusal.misconfigured());
      }
      default -> {
        LOG.log(System.Logger.Level.ERROR, "request " + call.id() + " failed", failure);
        yield responses.of(call, Refusal.misconfigured());
      }
    };
  }

  /// With what AWS adds to every answer.
  private static HttpAnswer completed(RestCall call, HttpAnswer given) {
    HttpAnswer answer =
        Compression.answer(given, call.request(), call.api().minimumCompressionSize());
    List<HeaderField> fields = new ArrayList<>(answer.headers().size() + 3);
    for (HeaderField field : answer.headers()) {
      if (!isOwn(field.name())) {
        fields.add(field);
      }
    }
    fields.add(new HeaderField("x-amzn-RequestId", call.id()));
    fields.add(new HeaderField("x-amz-apigw-id", call.extendedId()));
    fields.add(new HeaderField(TraceHeader.NAME, TraceHeader.answered(call.trace())));
    return new HttpAnswer(answer.status(), fields, answer.body());
  }

  private static boolean isOwn(String name) {
    return name.equalsIgnoreCase("x-amzn-RequestId")
        || name.equalsIgnoreCase("x-amz-apigw-id")
        || name.equalsIgnoreCase(TraceHeader.NAME);
  }
}

package dev.thaw.measure;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Exchange;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.HttpFailure;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Response;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.sigv4.Signer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The Lambda API over our own transport: what measuring needs of it, on thaw or on AWS.
///
/// Holds one connection and keeps it, so that an invocation pays for no handshake. For one thread;
/// [#another] gives the next one its own.
public final class LambdaApi implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FUNCTIONS = "/2015-03-31/functions";

  /// Short, since waiting for an update is part of every cold sample.
  private static final long POLL_NANOS = 5_000_000;

  private static final long SLOW_POLL_NANOS = 250_000_000;

  private final Endpoint endpoint;

  public LambdaApi(Target target, Options options, Signer signer, Clock clock) {
    this(new Endpoint(target, options, signer, clock));
  }

  private LambdaApi(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /// The same API over a connection of its own.
  LambdaApi another() {
    return new LambdaApi(endpoint.another());
  }

  public FunctionState createFunction(NewFunction function) {
    ObjectNode body = JSON.createObjectNode();
    body.put("FunctionName", function.name());
    body.put("Runtime", function.runtime());
    body.put("Role", function.role());
    body.put("Handler", function.handler());
    body.put("MemorySize", function.memoryMb());
    body.put("Timeout", function.timeoutSeconds());
    body.putObject("Code").put("ZipFile", Base64.getEncoder().encodeToString(function.zip()));
    ObjectNode variables = body.putObject("Environment").putObject("Variables");
    function.environment().forEach(variables::put);
    Response answer = once("CreateFunction", json("POST", FUNCTIONS, body)).response();
    return FunctionState.of(parsed("CreateFunction", answer));
  }

  /// Changing the description changes nothing but this: the next invocation is a cold one.
  public FunctionState updateDescription(String function, String description) {
    ObjectNode body = JSON.createObjectNode().put("Description", description);
    Request request = json("PUT", path(function) + "/configuration", body);
    return FunctionState.of(
        parsed(
            "UpdateFunctionConfiguration",
            again("UpdateFunctionConfiguration", request).response()));
  }

  public FunctionState configuration(String function) {
    Request request = Request.get(path(function) + "/configuration", Headers.NONE);
    return FunctionState.of(
        parsed("GetFunctionConfiguration", again("GetFunctionConfiguration", request).response()));
  }

  public void deleteFunction(String function) {
    again("DeleteFunction", new Request("DELETE", path(function), Headers.NONE, new byte[0]));
  }

  /// Waits until the function is active and its last update is done.
  ///
  /// @throws MeasureException if it fails or takes longer than `patience`
  public FunctionState awaitReady(String function, Duration patience) {
    long start = System.nanoTime();
    long pause = POLL_NANOS;
    while (true) {
      FunctionState state = configuration(function);
      if (state.ready()) {
        return state;
      }
      if (state.failed()) {
        throw new MeasureException(function + " cannot be used: " + state.reason());
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new MeasureException(
            "%s is not ready after %d s: state %s, last update %s"
                .formatted(function, patience.toSeconds(), state.state(), state.lastUpdate()));
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, SLOW_POLL_NANOS);
    }
  }

  /// Invokes and waits for the result.
  ///
  /// @param tail whether the answer is to bring the end of the log, which costs a little
  /// @throws HttpFailure if there is no answer: whether the function ran is not known then
  /// @throws ApiException if the API refuses, as it does when throttled
  Invoked invoke(String function, byte[] event, boolean tail) throws HttpFailure {
    Headers headers = Headers.of("Content-Type", "application/json");
    if (tail) {
      headers = headers.with("X-Amz-Log-Type", "Tail");
    }
    Exchange exchange =
        endpoint.send(new Request("POST", path(function) + "/invocations", headers, event));
    Response answer = exchange.response();
    if (answer.status() >= 300) {
      throw refusal("Invoke", answer);
    }
    String log = answer.headers().first("X-Amz-Log-Result").map(LambdaApi::decoded).orElse("");
    return new Invoked(
        answer.status(),
        answer.headers().first("x-amzn-RequestId").orElse(""),
        answer.headers().first("X-Amz-Function-Error"),
        answer.body(),
        ReportLine.find(log),
        log,
        exchange.stamps(),
        false);
  }

  /// What thaw recorded under an id; empty where the endpoint keeps no timelines or not this one.
  Optional<TimelineView> timeline(String id) {
    Request request = Request.get("/_thaw/timelines/" + encoded(id), Headers.NONE);
    try {
      Response answer = endpoint.sendAgainIfClosed(request).response();
      return answer.status() == 200 ? TimelineView.parse(answer.body()) : Optional.empty();
    } catch (HttpFailure e) {
      throw unreachable("timeline", e);
    }
  }

  /// Closes the connection.
  @Override
  public void close() {
    endpoint.close();
  }

  private Exchange once(String operation, Request request) {
    try {
      return accepted(operation, endpoint.send(request));
    } catch (HttpFailure e) {
      throw unreachable(operation, e);
    }
  }

  private Exchange again(String operation, Request request) {
    try {
      return accepted(operation, endpoint.sendAgainIfClosed(request));
    } catch (HttpFailure e) {
      throw unreachable(operation, e);
    }
  }

  private static Exchange accepted(String operation, Exchange exchange) {
    if (exchange.response().status() >= 300) {
      throw refusal(operation, exchange.response());
    }
    return exchange;
  }

  private MeasureException unreachable(String operation, HttpFailure e) {
    return new MeasureException(
        operation + ": no answer from " + endpoint.name() + ": " + e.getMessage(), e);
  }

  private static ApiException refusal(String operation, Response answer) {
    String type = answer.headers().first("x-amzn-ErrorType").orElse("").replaceFirst(":.*", "");
    String message = "";
    try {
      JsonNode body = JSON.readTree(answer.body());
      message = body.path("message").asString(body.path("Message").asString(""));
      type = type.isEmpty() ? body.path("__type").asString("").replaceFirst(".*#", "") : type;
    } catch (JacksonException e) {
      message = "an answer that is not JSON";
    }
    return new ApiException(
        operation, answer.status(), type.isEmpty() ? answer.reason() : type, message);
  }

  private static JsonNode parsed(String operation, Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new MeasureException(operation + ": the answer is not JSON", e);
    }
  }

  private static Request json(String method, String path, ObjectNode body) {
    return new Request(
        method, path, Headers.of("Content-Type", "application/json"), JSON.writeValueAsBytes(body));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String path(String function) {
    return FUNCTIONS + "/" + encoded(function);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.rest.RestApi.Authorizer;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Functions that decide who may call, and what is kept of their decisions.
final class LambdaAuthorizer {

  private static final System.Logger LOG = System.getLogger(LambdaAuthorizer.class.getName());
  private static final int KEPT = 10_000;

  private final FunctionCalls functions;
  private final Timelines timelines;
  private final Map<List<String>, Kept> kept = new ConcurrentHashMap<>();
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  /// @param until nanoseconds since the epoch
  private record Kept(Verdict verdict, long until) {}

  private record Verdict(RestCall.Grant grant, PolicyDocument policy) {}

  /// @param timelines get those of the authorizers' own calls
  LambdaAuthorizer(FunctionCalls functions, Timelines timelines) {
    this.functions = functions;
    this.timelines = timelines;
  }

  /// @throws Refusal if the caller may not
  void authorize(RestCall call, Authorizer authorizer) {
    boolean token = authorizer.type().equals("TOKEN");
    List<String> identity = identity(call, authorizer, token);
    Verdict verdict = verdict(call, authorizer, token, identity);
    switch (verdict.policy().decide(call.arn(call.path()), call.request().sourceIp())) {
      case ALLOW -> call.granted(verdict.grant());
      case DENY ->
          throw Refusal.of(
              ResponseType.ACCESS_DENIED,
              "User is not authorized to access this resource with an explicit deny");
      case SILENT ->
          throw Refusal.of(
              ResponseType.ACCESS_DENIED, "User is not authorized to access this resource");
    }
  }

  private List<String> identity(RestCall call, Authorizer authorizer, boolean token) {
    List<String> identity = new ArrayList<>();
    Mapping mapping = new Mapping(call, CallContext.of(call), null);
    for (String source : authorizer.identitySource().split(",", -1)) {
      if (!source.isBlank()) {
        identity.add(
            mapping
                .value(source.strip())
                .filter(value -> !value.isEmpty())
                .orElseThrow(Refusal::unauthorized));
      }
    }
    if (token) {
      String given = identity.isEmpty() ? "" : identity.getFirst();
      if (given.isEmpty() || !authorizer.identityPattern().map(p -> fits(p, given)).orElse(true)) {
        throw Refusal.unauthorized();
      }
    }
    return identity;
  }

  private boolean fits(String pattern, String token) {
    try {
      return pattern.isEmpty()
          || patterns.computeIfAbsent(pattern, Pattern::compile).matcher(token).matches();
    } catch (PatternSyntaxException e) {
      throw misconfigured("identity pattern: " + e.getMessage());
    }
  }

  private Verdict verdict(
      RestCall call, Authorizer authorizer, boolean token, List<String> identity) {
    List<String> key = new ArrayList<>(identity);
    key.addFirst(call.api().id() + "/" + call.stage().name() + "/" + authorizer.id());
    long now = call.request().timeline().clock().now();
    boolean keeps = authorizer.ttlSeconds() > 0 && !identity.isEmpty();
    Kept known = keeps ? kept.get(key) : null;
    if (known != null && known.until() > now) {
      return known.verdict();
    }
    Verdict verdict =
        ask(call, authorizer, token ? tokenEvent(call, identity) : ProxyEvent.forAuthorizer(call));
    if (keeps) {
      if (kept.size() >= KEPT) {
        kept.clear();
      }
      kept.put(key, new Kept(verdict, now + authorizer.ttlSeconds() * 1_000_000_000L));
    }
    return verdict;
  }

  private static byte[] tokenEvent(RestCall call, List<String> identity) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "TOKEN");
    event.put("authorizationToken", identity.getFirst());
    event.put("methodArn", call.arn(call.path()));
    return EventText.write(event).getBytes(UTF_8);
  }

  private Verdict ask(RestCall call, Authorizer authorizer, byte[] event) {
    Clock clock = call.request().timeline().clock();
    Timeline own = new Timeline(Kind.REQUEST, UUID.randomUUID().toString(), clock);
    timelines.add(own);
    own.note("authorizer-of", call.id());
    InvokeOutcome.Answered answered;
    try {
      answered = functions.call(call, authorizer.uri(), event, own, source(call, authorizer));
    } catch (Refusal e) {
      throw e.type() == ResponseType.API_CONFIGURATION_ERROR
          ? misconfigured("its function cannot be called")
          : Refusal.of(ResponseType.AUTHORIZER_FAILURE, null);
    } finally {
      own.seal();
    }
    long latencyMs = (clock.now() - own.startedAt()) / 1_000_000L;
    if (answered.functionError().isPresent()) {
      throw failed(answered.payload());
    }
    return verdict(answered.payload(), latencyMs);
  }

  private static String source(RestCall call, Authorizer authorizer) {
    return "arn:aws:execute-api:%s:%s:%s/authorizers/%s"
        .formatted(call.api().region(), call.api().account(), call.api().id(), authorizer.id());
  }

  /// A function says no by failing with `Unauthorized`.
  private static Refusal failed(byte[] document) {
    try {
      if (EventText.read(document) instanceof Map<?, ?> map
          && "Unauthorized".equals(map.get("errorMessage"))) {
        return Refusal.unauthorized();
      }
    } catch (JacksonException _) {
      // No document of an error
    }
    return Refusal.of(ResponseType.AUTHORIZER_FAILURE, null);
  }

  private static Verdict verdict(byte[] payload, long latencyMs) {
    try {
      if (EventText.read(payload) instanceof Map<?, ?> map
          && map.get("principalId") instanceof String principal) {
        Optional<String> usageKey =
            Optional.ofNullable(map.get("usageIdentifierKey")).map(Object::toString);
        return new Verdict(
            new RestCall.Grant(principal, context(map.get("context")), usageKey, latencyMs),
            PolicyDocument.of(map.get("policyDocument")));
      }
    } catch (JacksonException | IllegalArgumentException e) {
      throw misconfigured(String.valueOf(e.getMessage()));
    }
    throw misconfigured("its answer names no principalId");
  }

  /// Texts, numbers and booleans, all handed on as texts.
  private static Map<String, String> context(@Nullable Object given) {
    Map<String, String> context = new LinkedHashMap<>();
    if (given instanceof Map<?, ?> map) {
      map.forEach((name, value) -> {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
          throw misconfigured("context." + name + " is no text, number or boolean");
        }
        if (value != null) {
          context.put(name.toString(), value.toString());
        }
      });
    }
    return context;
  }

  private static Refusal misconfigured(String why) {
    LOG.log(System.Logger.Level.WARNING, "authorizer: {0}", why);
    return Refusal.of(ResponseType.AUTHORIZER_CONFIGURATION_ERROR, null);
  }
}

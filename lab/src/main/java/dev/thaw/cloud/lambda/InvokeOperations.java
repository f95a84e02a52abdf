package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.InvokeRequest;
import dev.thaw.lambda.Invoker;
import dev.thaw.lambda.TraceHeader;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The door to running functions.
final class InvokeOperations {

  /// Bytes of a synchronous event.
  static final long MAX_SYNCHRONOUS = 6_291_456;

  /// Bytes of an asynchronous event.
  static final long MAX_EVENT = 1_048_576;

  private static final byte[] NO_EVENT = "{}".getBytes(StandardCharsets.UTF_8);

  private final FunctionStore functions;
  private final AsyncQueue queue;
  private final Invoker invoker;
  private final Clock clock;

  InvokeOperations(FunctionStore functions, AsyncQueue queue, Invoker invoker, Clock clock) {
    this.functions = functions;
    this.queue = queue;
    this.invoker = invoker;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("Invoke", this::invoke, "InvokeWithResponseStream", this::stream);
  }

  private Answer invoke(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    FunctionVersion version = route(ref);
    byte[] payload = payload(call);
    String type = call.input().optionalText("InvocationType").orElse("RequestResponse");
    return switch (type) {
      case "RequestResponse" -> synchronous(call, ref, version, payload);
      case "Event" -> event(call, ref, version, payload);
      case "DryRun" -> Answer.of(Map.of("StatusCode", 204L));
      default -> throw LambdaErrors.notEmulated("InvocationType " + type);
    };
  }

  private FunctionVersion route(FunctionRef ref) {
    return functions.route(ref, ThreadLocalRandom.current().nextDouble());
  }

  private Answer synchronous(Call call, FunctionRef ref, FunctionVersion version, byte[] payload) {
    String trace = trace(call, version);
    InvokeOutcome outcome =
        invoker.invoke(version.spec(), request(call, ref, payload, trace, null));
    Map<String, Object> output = new HashMap<>();
    output.put("ExecutedVersion", version.version());
    switch (outcome) {
      case InvokeOutcome.Answered(byte[] answer, Optional<String> error, byte[] tail) -> {
        output.put("Payload", Blob.of(answer));
        error.ifPresent(name -> output.put("FunctionError", name));
        if (wantsTail(call)) {
          output.put("LogResult", Base64.getEncoder().encodeToString(tail));
        }
      }
      case InvokeOutcome.Throttled(InvokeOutcome.Reason reason) ->
          throw LambdaErrors.throttled(reason.wireName());
      case InvokeOutcome.Unavailable(String errorType, String message) -> {
        output.put("Payload", Blob.of(errorDocument(errorType, message)));
        output.put("FunctionError", "Unhandled");
      }
    }
    return Answer.of(output)
        .withHeader("Content-Type", "application/json")
        .withHeader(TraceHeader.NAME, TraceHeader.answered(trace));
  }

  static byte[] errorDocument(String errorType, String message) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("errorType", errorType);
    document.put("errorMessage", message);
    return Json.write(document);
  }

  private Answer event(Call call, FunctionRef ref, FunctionVersion version, byte[] payload) {
    if (payload.length > MAX_EVENT) {
      throw LambdaErrors.tooLarge(
          payload.length
              + " byte payload is too large for the Event invocation type (limit "
              + MAX_EVENT
              + " bytes)");
    }
    String trace = trace(call, version);
    queue.accept(
        AsyncEvent.accepted(
            call.requestId(), ref, payload, trace, clientContext(call), clock.now()),
        call.timeline());
    return Answer.of(Map.of("StatusCode", 202L))
        .withHeader(TraceHeader.NAME, TraceHeader.answered(trace));
  }

  private Answer stream(Call call) {
    if (call.input().optionalText("InvocationType").orElse("").equals("DryRun")) {
      throw LambdaErrors.notEmulated("InvocationType DryRun with a streamed response");
    }
    FunctionRef ref = FunctionRef.of(call);
    FunctionVersion version = route(ref);
    StreamedAnswer answer = new StreamedAnswer(call, version.version());
    InvokeOutcome outcome =
        invoker.invoke(
            version.spec(), request(call, ref, payload(call), trace(call, version), answer));
    switch (outcome) {
      case InvokeOutcome.Answered answered -> answer.complete(answered, wantsTail(call));
      case InvokeOutcome.Throttled(InvokeOutcome.Reason reason) ->
          throw LambdaErrors.throttled(reason.wireName());
      case InvokeOutcome.Unavailable(String errorType, String message) ->
          answer.fail(errorType, message);
    }
    return Answer.sent();
  }

  private InvokeRequest request(
      Call call, FunctionRef ref, byte[] payload, String trace, @Nullable StreamedAnswer answer) {
    return new InvokeRequest(
        call.timeline(),
        call.requestId(),
        payload,
        ref.arn(),
        trace,
        clientContext(call),
        null,
        wantsTail(call),
        answer);
  }

  private String trace(Call call, FunctionVersion version) {
    return TraceHeader.of(
        call.head().header("x-amzn-trace-id"), version.spec().tracingActive(), clock);
  }

  private static boolean wantsTail(Call call) {
    return call.input().optionalText("LogType").orElse("None").equals("Tail");
  }

  /// Functions get JSON only, and `{}` if the caller sends nothing.
  private static byte[] payload(Call call) {
    Optional<Blob> payload = call.input().optionalBlob("Payload");
    if (payload.isEmpty()) {
      return NO_EVENT;
    }
    byte[] bytes = payload.get().bytes();
    String flaw = Json.flaw(bytes);
    if (flaw != null) {
      throw LambdaErrors.badContent("Could not parse request body into json: " + flaw);
    }
    return bytes;
  }

  private static @Nullable String clientContext(Call call) {
    Optional<String> encoded = call.input().optionalText("ClientContext");
    if (encoded.isEmpty()) {
      return null;
    }
    try {
      byte[] json = Base64.getDecoder().decode(encoded.get());
      if (Json.flaw(json) == null) {
        return new String(json, StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException _) {
      // Said below
    }
    throw LambdaErrors.badContent("Client context must be a valid Base64-encoded JSON object.");
  }
}

package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.InvokeRequest;
import dev.thaw.lambda.Invoker;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Invoke.
final class InvokeOperations {

  /// Of a synchronous event.
  private static final int MAX_EVENT = 6 * 1024 * 1024;

  private static final Blob NOTHING = Blob.of("{}".getBytes(StandardCharsets.UTF_8));

  private final FunctionStore functions;
  private final PackageStore packages;
  private final Invoker invoker;

  InvokeOperations(FunctionStore functions, PackageStore packages, Invoker invoker) {
    this.functions = functions;
    this.packages = packages;
    this.invoker = invoker;
  }

  Map<String, Object> invoke(Document in, Call call) {
    FunctionName key = FunctionOperations.key(in.text("FunctionName"), call);
    String qualifier = in.optionalText("Qualifier").orElse("$LATEST");
    FunctionRecord function =
        functions
            .find(key)
            .filter(f -> qualifier.equals("$LATEST"))
            .orElseThrow(() -> FunctionOperations.notFound(key, qualifier));
    Blob event = in.optionalBlob("Payload").orElse(NOTHING);
    String type = in.optionalText("InvocationType").orElse("RequestResponse");
    checkEvent(event);
    if (type.equals("DryRun")) {
      return Map.of("StatusCode", 204L);
    }
    if (type.equals("Event")) {
      throw ApiException.notEmulatedFeature("asynchronous invocation");
    }
    boolean tail = in.optionalText("LogType").orElse("None").equals("Tail");
    InvokeRequest request =
        new InvokeRequest(
            call.timeline(), event.bytes(), key.arn(), null, context(in), null, tail, null);
    return switch (invoker.invoke(function.spec(packages), request)) {
      case InvokeOutcome.Answered(byte[] payload, Optional<String> error, byte[] log) -> {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("StatusCode", 200L);
        out.put("ExecutedVersion", "$LATEST");
        out.put("Payload", Blob.of(payload));
        error.ifPresent(name -> out.put("FunctionError", name));
        if (tail) {
          out.put("LogResult", Base64.getEncoder().encodeToString(log));
        }
        yield out;
      }
      case InvokeOutcome.Throttled(InvokeOutcome.Reason reason) ->
          throw new ApiException(
              new ApiException.ApiError(
                  429,
                  "TooManyRequestsException",
                  "Rate Exceeded.",
                  Map.of("Reason", reason.wireName())));
      case InvokeOutcome.Unavailable(String errorType, String message) ->
          throw new ApiException(502, "InvalidRuntimeException", errorType + ": " + message);
    };
  }

  private static void checkEvent(Blob event) {
    if (event.size() > MAX_EVENT) {
      throw new ApiException(
          413,
          "RequestTooLargeException",
          event.size()
              + " byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)");
    }
    String flaw = Json.flaw(event.bytes());
    if (flaw != null) {
      throw new ApiException(
          400, "InvalidRequestContentException", "Could not parse request body into json: " + flaw);
    }
  }

  private static @Nullable String context(Document in) {
    String encoded = in.optionalText("ClientContext").orElse("");
    if (encoded.isEmpty()) {
      return null;
    }
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          400,
          "InvalidRequestContentException",
          "Client context must be a valid Base64-encoded JSON object.");
    }
  }
}

package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Json;
import dev.thaw.lambda.InvokeOutcome.Answered;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a destination is told of an asynchronous event.
final class AsyncRecord {

  private AsyncRecord() {}

  /// @param last what the function answered at the last try, empty if it did not run
  /// @param now nanoseconds since the epoch
  static byte[] write(
      AsyncEvent event, AsyncPolicy.Condition condition, Optional<Answered> last, long now) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("requestId", event.id());
    context.put(
        "functionArn",
        event.ref().key().arn(event.ref().qualifier().orElse(FunctionVersion.LATEST)));
    context.put("condition", condition.wireName());
    context.put("approximateInvokeCount", event.attempts() + (last.isPresent() ? 1 : 0));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("version", "1.0");
    record.put("timestamp", Instant.ofEpochMilli(now / 1_000_000).toString());
    record.put("requestContext", context);
    put(record, "requestPayload", event.payload());
    last.ifPresent(answered -> {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("statusCode", 200);
      response.put("executedVersion", event.ref().qualifier().orElse(FunctionVersion.LATEST));
      answered.functionError().ifPresent(error -> response.put("functionError", error));
      record.put("responseContext", response);
      put(record, "responsePayload", answered.payload());
    });
    return Json.write(record);
  }

  private static void put(Map<String, Object> record, String name, byte[] payload) {
    @Nullable Object value =
        Json.flaw(payload) == null
            ? Json.read(payload)
            : new String(payload, StandardCharsets.UTF_8);
    if (value != null) {
      record.put(name, value);
    }
  }
}

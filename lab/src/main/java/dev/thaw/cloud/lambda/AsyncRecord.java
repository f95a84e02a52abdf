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

  /// The last run of a function.
  ///
  /// @param version that ran
  record Run(String version, Answered answered) {}

  /// @param last run, empty if the function did not run at the last try
  /// @param now nanoseconds since the epoch
  static byte[] write(
      AsyncEvent event, AsyncPolicy.Condition condition, Optional<Run> last, long now) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("requestId", event.id());
    context.put("functionArn", event.ref().key().arn(event.ref().orLatest()));
    context.put("condition", condition.wireName());
    context.put("approximateInvokeCount", event.attempts() + (last.isPresent() ? 1 : 0));
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("version", "1.0");
    record.put("timestamp", Instant.ofEpochMilli(now / 1_000_000).toString());
    record.put("requestContext", context);
    put(record, "requestPayload", event.payload());
    last.ifPresent(run -> {
      Map<String, Object> response = new LinkedHashMap<>();
      response.put("statusCode", 200);
      response.put("executedVersion", run.version());
      run.answered().functionError().ifPresent(error -> response.put("functionError", error));
      record.put("responseContext", response);
      put(record, "responsePayload", run.answered().payload());
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

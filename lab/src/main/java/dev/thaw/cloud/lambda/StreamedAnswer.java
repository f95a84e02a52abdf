package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.lambda.InvokeOutcome.Answered;
import dev.thaw.lambda.runtimeapi.ResponseStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `InvokeWithResponseStream`: chunks of the payload as they come, then one event
/// that says how it ended. Nothing is sent before the function begins, so a refusal is still a
/// plain error.
final class StreamedAnswer implements ResponseStream {

  private final Call call;
  private final String version;
  private Call.@Nullable EventSink sink;

  StreamedAnswer(Call call, String version) {
    this.call = call;
    this.version = version;
  }

  @Override
  public void begin(String contentType) throws IOException {
    open(contentType);
  }

  private Call.EventSink open(String contentType) throws IOException {
    Call.EventSink opened =
        call.stream(Map.of("ExecutedVersion", version, "ResponseStreamContentType", contentType));
    sink = opened;
    return opened;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    chunk(begun(), Arrays.copyOfRange(bytes, offset, offset + length));
  }

  private Call.EventSink begun() throws IOException {
    return sink == null ? open("application/octet-stream") : sink;
  }

  private static void chunk(Call.EventSink to, byte[] bytes) throws IOException {
    to.event("PayloadChunk", Map.of("Payload", Blob.of(bytes)));
  }

  /// @param answered with a payload if the function did not stream
  void complete(Answered answered, boolean withLog) {
    Map<String, Object> end = new HashMap<>();
    if (withLog) {
      end.put("LogResult", Base64.getEncoder().encodeToString(answered.logTail()));
    }
    answered
        .functionError()
        .ifPresent(error -> {
          end.put("ErrorCode", errorType(answered.payload()));
          end.put("ErrorDetails", new String(answered.payload(), StandardCharsets.UTF_8));
        });
    try {
      Call.EventSink to = begun();
      if (answered.functionError().isEmpty() && answered.payload().length > 0) {
        chunk(to, answered.payload());
      }
      to.event("InvokeComplete", end);
      to.end();
    } catch (IOException e) {
      throw new UncheckedIOException("the caller of " + call.requestId() + " is gone", e);
    }
  }

  void fail(String errorType, String message) {
    try {
      Call.EventSink to = begun();
      to.event("InvokeComplete", Map.of("ErrorCode", errorType, "ErrorDetails", message));
      to.end();
    } catch (IOException e) {
      throw new UncheckedIOException("the caller of " + call.requestId() + " is gone", e);
    }
  }

  private static String errorType(byte[] payload) {
    if (Json.flaw(payload) == null && Json.read(payload) instanceof Map<?, ?>) {
      return new Document(Json.readObject(payload))
          .optional("errorType", String.class)
          .orElse("Unhandled");
    }
    return "Unhandled";
  }
}

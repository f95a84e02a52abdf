package dev.thaw.lambda.runtimeapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The events as they go to runtimes and extensions, and the small headers that come back.
final class EventRendering {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// As AWS's own listener searches for it, anywhere in the value.
  private static final Pattern ERROR_TYPE = Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]+");

  private static final Pattern STAMPS =
      Pattern.compile("boot=(\\d{1,18});import=(\\d{1,18});ready=(\\d{1,18})");

  private EventRendering() {}

  static ApiAnswer next(Dispatch.Event event) {
    List<String> headers = new ArrayList<>(12);
    add(headers, "Lambda-Runtime-Aws-Request-Id", event.requestId());
    add(headers, "Lambda-Runtime-Trace-Id", event.traceHeader());
    add(headers, "Lambda-Runtime-Client-Context", event.clientContext());
    add(headers, "Lambda-Runtime-Cognito-Identity", event.cognitoIdentity());
    add(headers, "Lambda-Runtime-Invoked-Function-Arn", event.invokedArn());
    add(headers, "Lambda-Runtime-Deadline-Ms", Long.toString(event.deadlineMs()));
    return new ApiAnswer(200, "application/json", headers, event.payload());
  }

  static ApiAnswer invoke(Dispatch.Event event) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("eventType", "INVOKE");
    body.put("deadlineMs", event.deadlineMs());
    body.put("requestId", event.requestId());
    body.put("invokedFunctionArn", event.invokedArn());
    if (event.traceHeader() != null) {
      body.put("tracing", Map.of("type", "X-Amzn-Trace-Id", "value", event.traceHeader()));
    }
    return extensionEvent(event.requestId(), body);
  }

  static ApiAnswer shutdown(String reason, long deadlineMs) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("eventType", "SHUTDOWN");
    body.put("deadlineMs", deadlineMs);
    body.put("shutdownReason", reason);
    return extensionEvent("shutdown", body);
  }

  private static ApiAnswer extensionEvent(String id, Map<String, Object> body) {
    return new ApiAnswer(
        200,
        "application/json",
        List.of("Lambda-Extension-Event-Identifier", id),
        JSON.writeValueAsBytes(body));
  }

  /// The error type that Lambda's metrics keep of what a runtime reported.
  static String errorType(@Nullable String reported) {
    if (reported == null) {
      return "Runtime.Unknown";
    }
    Matcher known = ERROR_TYPE.matcher(reported);
    if (known.find()) {
      return reported;
    }
    return reported.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
  }

  static Optional<InitAnswer.InitStamps> stamps(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher stamps = STAMPS.matcher(header);
    if (!stamps.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new InitAnswer.InitStamps(
            Long.parseLong(stamps.group(1)),
            Long.parseLong(stamps.group(2)),
            Long.parseLong(stamps.group(3))));
  }

  private static void add(List<String> headers, String name, @Nullable String value) {
    // A line break would end the header: whatever it hides is not for the runtime.
    if (value != null && !value.isEmpty()) {
      headers.add(name);
      headers.add(value.replace('\r', ' ').replace('\n', ' '));
    }
  }
}

package dev.thaw.lambda.runtimeapi;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A complete answer of one of the APIs.
///
/// @param headers name and value in turn, beyond `Content-Type` and `Content-Length`
record ApiAnswer(int status, String contentType, List<String> headers, byte[] body) {

  private static final String JSON = "application/json";

  /// What every successful report is answered with.
  static final ApiAnswer ACCEPTED = json(202, "{\"status\":\"OK\"}\n");

  static final ApiAnswer NOT_FOUND =
      new ApiAnswer(404, "text/plain; charset=utf-8", List.of(), bytes("404 page not found\n"));

  static final ApiAnswer METHOD_NOT_ALLOWED = new ApiAnswer(405, JSON, List.of(), new byte[0]);

  static ApiAnswer json(int status, String body) {
    return new ApiAnswer(status, JSON, List.of(), bytes(body));
  }

  static ApiAnswer error(int status, String errorType, String errorMessage) {
    return json(status, ErrorDocument.of(errorType, errorMessage));
  }

  static ApiAnswer invalidTransition(String from, String to) {
    return error(
        403,
        "InvalidStateTransition",
        "State transition from "
            + from
            + " to "
            + to
            + " failed for runtime. Error: State transition is not allowed");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

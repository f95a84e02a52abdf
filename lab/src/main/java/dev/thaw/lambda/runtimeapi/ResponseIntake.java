package dev.thaw.lambda.runtimeapi;

import dev.thaw.timeline.Clock;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Takes what a runtime reports for one invocation: a whole answer, a stream, or an error.
final class ResponseIntake {

  /// 6 MiB and 100 bytes, in both directions.
  static final int MAX_PAYLOAD = 6 * 1024 * 1024 + 100;

  private static final long MAX_STREAM = 200L * 1024 * 1024;
  private static final String MODE = "lambda-runtime-function-response-mode";
  private static final String ERROR_TYPE = "lambda-runtime-function-error-type";
  private static final String ERROR_BODY = "lambda-runtime-function-error-body";
  private static final String ERROR_CAUSE = "lambda-runtime-function-xray-error-cause";
  private static final String CAUSE_JSON = "application/vnd.aws.lambda.error.cause+json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RuntimeSession session;
  private final ApiConnection connection;
  private final ApiRequest request;
  private final Clock clock;

  ResponseIntake(
      RuntimeSession session, ApiConnection connection, ApiRequest request, Clock clock) {
    this.session = session;
    this.connection = connection;
    this.request = request;
    this.clock = clock;
  }

  void response(String requestId) throws IOException {
    long began = clock.now();
    Dispatch dispatch = begin(requestId, false);
    if (dispatch == null) {
      return;
    }
    dispatch.responseBegan = began;
    String mode = request.header(MODE);
    boolean streaming = "streaming".equalsIgnoreCase(mode);
    if (mode != null && !mode.isEmpty() && !streaming) {
      session.end(
          "Runtime.InvalidResponseModeHeader",
          fatal(dispatch, "Runtime.InvalidResponseModeHeader", "Invalid function response mode"));
      readAll(connection, request);
      connection.answer(
          ApiAnswer.error(400, "InvalidFunctionResponseMode", "Invalid function response mode"));
      return;
    }
    try {
      if (streaming && dispatch.event().stream() != null) {
        stream(dispatch, dispatch.event().stream());
      } else {
        buffer(dispatch);
      }
    } catch (EOFException e) {
      session.end(
          "Runtime.TruncatedResponse",
          fatal(dispatch, "Runtime.TruncatedResponse", "Truncated response"));
      connection.answer(
          ApiAnswer.error(400, "TruncatedHTTPRequest", "HTTP request detected as truncated"));
    }
  }

  void error(String requestId) throws IOException {
    long began = clock.now();
    Dispatch dispatch = begin(requestId, true);
    if (dispatch == null) {
      return;
    }
    dispatch.responseBegan = began;
    byte[] body = readAll(connection, request);
    dispatch.responseEnded = clock.now();
    dispatch.producedBytes = body.length;
    String contentType = contentType();
    String cause = request.header(ERROR_CAUSE);
    if (CAUSE_JSON.equals(contentType)) {
      cause = null;
      contentType = "application/json";
      try {
        if (JSON.readTree(body) instanceof ObjectNode document) {
          JsonNode inside = document.remove("errorCause");
          cause = inside == null ? null : inside.toString();
          body = JSON.writeValueAsBytes(document);
        } else {
          throw new MalformedRequest("body: not an object");
        }
      } catch (JacksonException | MalformedRequest e) {
        body = "Invalid error body".getBytes(StandardCharsets.UTF_8);
        contentType = "application/octet-stream";
      }
    }
    String type = EventRendering.errorType(request.header(ERROR_TYPE));
    session.answered(dispatch, new RuntimeAnswer.FunctionError(body, contentType, type, cause));
    connection.answer(ApiAnswer.ACCEPTED);
  }

  /// The whole body; a runtime may not send more than [#MAX_PAYLOAD], the rest is dropped.
  static byte[] readAll(ApiConnection connection, ApiRequest request) throws IOException {
    return new Buffered().read(connection, request);
  }

  private @Nullable Dispatch begin(String requestId, boolean error) throws IOException {
    ApiAnswer refusal = session.beginAnswer(requestId, error);
    Dispatch dispatch = session.current();
    if (refusal == null && dispatch != null) {
      return dispatch;
    }
    readAll(connection, request);
    connection.answer(
        refusal == null ? ApiAnswer.error(400, "InvalidRequestID", "Invalid request ID") : refusal);
    return null;
  }

  private void buffer(Dispatch dispatch) throws IOException {
    Buffered buffered = new Buffered();
    byte[] body = buffered.read(connection, request);
    dispatch.responseEnded = clock.now();
    dispatch.producedBytes = buffered.total;
    if (buffered.total > MAX_PAYLOAD) {
      byte[] error =
          ("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size exceeded maximum allowed payload size ("
                  + MAX_PAYLOAD
                  + " bytes).\"}")
              .getBytes(StandardCharsets.UTF_8);
      session.answered(
          dispatch,
          new RuntimeAnswer.FunctionError(
              error, "application/json", "Function.ResponseSizeTooLarge", null));
      connection.answer(
          ApiAnswer.error(
              413,
              "RequestEntityTooLarge",
              "Exceeded maximum allowed payload size (" + MAX_PAYLOAD + " bytes)."));
      return;
    }
    String type = buffered.trailers.get(ERROR_TYPE);
    if (type != null) {
      // A runtime that streams to a caller who wants the whole: its error takes the place of the
      // pieces.
      byte[] error = trailerBody(buffered.trailers.get(ERROR_BODY));
      session.answered(
          dispatch,
          new RuntimeAnswer.FunctionError(
              error, "application/json", EventRendering.errorType(type), null));
    } else {
      ResponseStream stream = dispatch.event().stream();
      if (stream != null) {
        deliver(stream, body);
        session.answered(dispatch, new RuntimeAnswer.Streamed(null, null));
      } else {
        session.answered(dispatch, new RuntimeAnswer.Response(body, contentType()));
      }
    }
    connection.answer(ApiAnswer.ACCEPTED);
  }

  private void deliver(ResponseStream stream, byte[] body) {
    try {
      stream.begin(contentType());
      stream.write(body, 0, body.length);
    } catch (IOException e) {
      // The caller is gone; the function has done its work all the same.
    }
  }

  private void stream(Dispatch dispatch, ResponseStream stream) throws IOException {
    RateCap cap = RateCap.aws(clock.now());
    Map<String, String> trailers;
    StreamTap tap = new StreamTap(stream);
    tap.begin(contentType());
    trailers =
        connection.readBody(
            request,
            (bytes, offset, length) -> {
              long produced = dispatch.producedBytes + length;
              dispatch.producedBytes = produced;
              if (produced <= MAX_STREAM) {
                LockSupport.parkNanos(cap.take(length, clock.now()));
                tap.write(bytes, offset, length);
              }
            });
    dispatch.responseEnded = clock.now();
    if (dispatch.producedBytes > MAX_STREAM) {
      String message =
          "Response payload size exceeded maximum allowed payload size (" + MAX_STREAM + " bytes).";
      session.answered(
          dispatch,
          new RuntimeAnswer.Streamed(
              "Function.ResponseSizeTooLarge",
              ErrorDocument.of("Function.ResponseSizeTooLarge", message)));
      connection.answer(
          ApiAnswer.error(
              413,
              "RequestEntityTooLarge",
              "Exceeded maximum allowed payload size (" + MAX_STREAM + " bytes)."));
      return;
    }
    String type = trailers.get(ERROR_TYPE);
    String body =
        type == null
            ? null
            : new String(trailerBody(trailers.get(ERROR_BODY)), StandardCharsets.UTF_8);
    session.answered(dispatch, new RuntimeAnswer.Streamed(type, body));
    connection.answer(ApiAnswer.ACCEPTED);
  }

  private String contentType() {
    String type = request.header("content-type");
    return type == null ? "application/octet-stream" : type;
  }

  private static byte[] trailerBody(@Nullable String base64) {
    if (base64 == null) {
      return new byte[0];
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return base64.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static byte[] fatal(Dispatch dispatch, String type, String what) {
    return ErrorDocument.of(type, "RequestId: " + dispatch.event().requestId() + " Error: " + what)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Keeps a body up to the limit, counts the rest.
  private static final class Buffered {

    long total;
    Map<String, String> trailers = Map.of();

    byte[] read(ApiConnection connection, ApiRequest request) throws IOException {
      int expected = Math.clamp(request.length(), 1024, MAX_PAYLOAD);
      ByteArrayOutputStream kept = new ByteArrayOutputStream(expected);
      trailers =
          connection.readBody(
              request,
              (bytes, offset, length) -> {
                total += length;
                if (total <= MAX_PAYLOAD) {
                  kept.write(bytes, offset, length);
                }
              });
      return kept.toByteArray();
    }
  }

  /// Goes on when the caller has gone: the function is not to notice.
  private static final class StreamTap {

    private final ResponseStream stream;
    private boolean gone;

    StreamTap(ResponseStream stream) {
      this.stream = stream;
    }

    void begin(String contentType) {
      try {
        stream.begin(contentType);
      } catch (IOException e) {
        gone = true;
      }
    }

    void write(byte[] bytes, int offset, int length) {
      if (gone) {
        return;
      }
      try {
        stream.write(bytes, offset, length);
      } catch (IOException e) {
        gone = true;
      }
    }
  }
}

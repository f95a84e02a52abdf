package dev.thaw.lambda.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The Runtime API as a runtime meets it: over a socket.
@Timeout(30)
class RuntimeApiTest {

  private static final String NEXT = "/2018-06-01/runtime/invocation/next";

  private final RuntimeApiListener listener = new RuntimeApiListener();
  private final RuntimeSession session = session(Set.of());
  private RuntimeApiListener.@Nullable Endpoint endpoint;
  private final List<RawClient> clients = new ArrayList<>();

  @BeforeEach
  void open() {
    endpoint = listener.open((peer, local) -> true);
    endpoint.serve(session);
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    listener.close();
  }

  @Test
  void theFirstNextEndsInitAndTellsItsStamps() throws Exception {
    RawClient runtime = client();
    runtime.send("GET", NEXT, "", "Thaw-Init-Stamps: boot=1;import=2;ready=3");

    assertThat(session.init().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            InitAnswer.Ready.class,
            ready -> assertThat(ready.stamps()).contains(new InitAnswer.InitStamps(1, 2, 3)));
  }

  @Test
  void anEventCarriesEveryHeaderThatHasAValue() throws Exception {
    RawClient runtime = ready();
    session.dispatch(
        new Dispatch(
            new Dispatch.Event(
                "id-1", bytes("{}"), "arn:f", 42, "Root=1", "{\"a\":1}", "{\"c\":2}", null)));

    RawClient.Reply event = runtime.reply();

    assertThat(event.status()).isEqualTo(200);
    assertThat(event.headers())
        .containsEntry("lambda-runtime-aws-request-id", "id-1")
        .containsEntry("lambda-runtime-trace-id", "Root=1")
        .containsEntry("lambda-runtime-client-context", "{\"a\":1}")
        .containsEntry("lambda-runtime-cognito-identity", "{\"c\":2}")
        .containsEntry("lambda-runtime-invoked-function-arn", "arn:f")
        .containsEntry("lambda-runtime-deadline-ms", "42")
        .containsEntry("content-type", "application/json");
    assertThat(event.body()).isEqualTo("{}");
  }

  @Test
  void anAnswerReachesTheCallerAndTheNextCallEndsTheInvocation() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();

    runtime.send("POST", "/2018-06-01/runtime/invocation/id-1/response", "{\"ok\":true}");

    assertThat(runtime.reply()).isEqualTo(new RawClient.Reply(202, "{\"status\":\"OK\"}\n"));
    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.Response.class,
            answer -> assertThat(answer.payload()).asString().isEqualTo("{\"ok\":true}"));
    assertThat(dispatch.done()).isNotDone();
    runtime.send("GET", NEXT, "");
    dispatch.done().get(10, TimeUnit.SECONDS);
    assertThat(dispatch.sent()).isLessThanOrEqualTo(dispatch.responseBegan());
    assertThat(dispatch.responseEnded()).isLessThanOrEqualTo(dispatch.runtimeDone());
  }

  @Test
  void anUnansweredEventIsGivenAgainWhenAskedForAgain() throws Exception {
    RawClient runtime = ready();
    dispatch("id-1");
    runtime.reply();
    runtime.send("GET", NEXT, "");

    assertThat(runtime.reply().headers()).containsEntry("lambda-runtime-aws-request-id", "id-1");
  }

  @Test
  void aWrongRequestIdIsRefusedBeforeTheState() throws Exception {
    RawClient runtime = client();
    runtime.send("POST", "/2018-06-01/runtime/invocation/nope/response", "{}");

    assertThat(runtime.reply())
        .isEqualTo(
            new RawClient.Reply(
                400,
                "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}"));
  }

  @Test
  void anAnswerCannotBeGivenTwice() throws Exception {
    RawClient runtime = ready();
    dispatch("id-1");
    runtime.reply();
    runtime.send("POST", "/2018-06-01/runtime/invocation/id-1/response", "1");
    runtime.reply();
    runtime.send("POST", "/2018-06-01/runtime/invocation/id-1/response", "2");

    assertThat(runtime.reply().body()).contains("InvalidRequestID");
  }

  @Test
  void anInitErrorAfterTheFirstNextIsAnInvalidTransition() throws Exception {
    ready();
    RawClient other = client();
    other.send("POST", "/2018-06-01/runtime/init/error", "{}");

    RawClient.Reply reply = other.reply();

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body())
        .contains("InvalidStateTransition")
        .contains("State transition from Ready to InitError failed for runtime.");
  }

  @Test
  void anInitErrorEndsInitWithTheRuntimesOwnDocument() throws Exception {
    RawClient runtime = client();
    runtime.send(
        "POST",
        "/2018-06-01/runtime/init/error",
        "{\"errorMessage\":\"no\"}",
        "Lambda-Runtime-Function-Error-Type: Runtime.ImportModuleError");

    assertThat(runtime.reply().status()).isEqualTo(202);
    assertThat(session.init().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            InitAnswer.Failed.class,
            failed -> {
              assertThat(failed.errorType()).isEqualTo("Runtime.ImportModuleError");
              assertThat(failed.payload()).asString().isEqualTo("{\"errorMessage\":\"no\"}");
            });
  }

  @Test
  void anErrorTypeThatLambdaDoesNotKnowBecomesUnknown() {
    assertThat(EventRendering.errorType("ValueError")).isEqualTo("Runtime.Unknown");
    assertThat(EventRendering.errorType("Function.x")).isEqualTo("Function.Unknown");
    assertThat(EventRendering.errorType("my Runtime.Odd one")).isEqualTo("my Runtime.Odd one");
    assertThat(EventRendering.errorType(null)).isEqualTo("Runtime.Unknown");
  }

  @Test
  void anErrorWithItsCauseLosesTheCauseOnTheWayToTheCaller() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    runtime.send(
        "POST",
        "/2018-06-01/runtime/invocation/id-1/error",
        "{\"errorMessage\":\"m\",\"errorType\":\"T\",\"errorCause\":{\"message\":\"why\"}}",
        "Content-Type: application/vnd.aws.lambda.error.cause+json");
    runtime.reply();

    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.FunctionError.class,
            error -> {
              assertThat(error.payload())
                  .asString()
                  .isEqualTo("{\"errorMessage\":\"m\",\"errorType\":\"T\"}");
              assertThat(error.cause()).isEqualTo("{\"message\":\"why\"}");
            });
  }

  @Test
  void anErrorWithACauseThatIsNoJsonBecomesInvalidErrorBody() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    runtime.send(
        "POST",
        "/2018-06-01/runtime/invocation/id-1/error",
        "not json",
        "Content-Type: application/vnd.aws.lambda.error.cause+json");
    runtime.reply();

    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.FunctionError.class,
            error -> {
              assertThat(error.payload()).asString().isEqualTo("Invalid error body");
              assertThat(error.contentType()).isEqualTo("application/octet-stream");
            });
  }

  @Test
  void anAnswerOverTheLimitIsRefusedAndTheCallerLearnsWhy() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    runtime.send(
        "POST",
        "/2018-06-01/runtime/invocation/id-1/response",
        "x".repeat(ResponseIntake.MAX_PAYLOAD + 1));

    RawClient.Reply reply = runtime.reply();

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.body()).contains("Exceeded maximum allowed payload size (6291556 bytes).");
    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.FunctionError.class,
            error ->
                assertThat(error.payload())
                    .asString()
                    .isEqualTo(
                        "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
                            + " exceeded maximum allowed payload size (6291556 bytes).\"}"));
  }

  @Test
  void anAnswerAsLargeAsAllowedPasses() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    runtime.send(
        "POST",
        "/2018-06-01/runtime/invocation/id-1/response",
        "x".repeat(ResponseIntake.MAX_PAYLOAD));

    assertThat(runtime.reply().status()).isEqualTo(202);
    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOf(RuntimeAnswer.Response.class);
  }

  @Test
  void anAnswerThatBreaksOffIsTruncated() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    runtime.raw(
        "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\nContent-Length: 100\r\n\r\n{\"half\":");
    runtime.close();

    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.Fatal.class,
            fatal -> assertThat(fatal.errorType()).isEqualTo("Runtime.TruncatedResponse"));
  }

  @Test
  void anUnknownResponseModeIsRefusedAndFailsTheInvocation() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    runtime.send(
        "POST",
        "/2018-06-01/runtime/invocation/id-1/response",
        "{}",
        "Lambda-Runtime-Function-Response-Mode: trickle");

    assertThat(runtime.reply().body()).contains("InvalidFunctionResponseMode");
    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.Fatal.class,
            fatal -> assertThat(fatal.errorType()).isEqualTo("Runtime.InvalidResponseModeHeader"));
  }

  @Test
  void aStreamReachesTheCallerPieceByPieceAndItsTrailersTellOfAnError() throws Exception {
    RawClient runtime = ready();
    Pieces pieces = new Pieces();
    Dispatch dispatch =
        new Dispatch(new Dispatch.Event("id-1", bytes("{}"), "arn", 1, null, null, null, pieces));
    session.dispatch(dispatch);
    runtime.reply();
    String error = Base64.getEncoder().encodeToString(bytes("{\"errorMessage\":\"late\"}"));
    runtime.raw(
        "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n"
            + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: text/plain\r\n\r\n"
            + "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\n"
            + "Lambda-Runtime-Function-Error-Type: Runtime.Late\r\n"
            + "Lambda-Runtime-Function-Error-Body: "
            + error
            + "\r\n\r\n");

    assertThat(runtime.reply().status()).isEqualTo(202);
    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isEqualTo(new RuntimeAnswer.Streamed("Runtime.Late", "{\"errorMessage\":\"late\"}"));
    assertThat(pieces.type).isEqualTo("text/plain");
    assertThat(pieces.text).hasToString("hello world");
  }

  @Test
  void functionsWithoutSnapStartHaveNoRestore() throws Exception {
    RawClient runtime = client();
    runtime.send("GET", "/2018-06-01/runtime/restore/next", "");

    assertThat(runtime.reply()).isEqualTo(new RawClient.Reply(404, "404 page not found\n"));
  }

  @Test
  void whatIsNotHttpEndsTheConnectionAndHarmsNothing() throws Exception {
    for (String hostile :
        List.of(
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET / SPDY/3\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n")) {
      RawClient client = client();
      client.raw(hostile);
      assertThat(client.ended()).as(hostile).isTrue();
    }
    RawClient healthy = client();
    healthy.send("GET", "/2018-06-01/ping", "");
    assertThat(healthy.reply().body()).isEqualTo("pong");
  }

  @Test
  void aStrangersConnectionIsClosed() throws Exception {
    RuntimeApiListener.Endpoint guarded = listener.open((peer, local) -> false);
    guarded.serve(session(Set.of()));
    RawClient stranger = new RawClient(guarded.hostAndPort());
    clients.add(stranger);
    stranger.send("GET", NEXT, "");

    assertThat(stranger.ended()).isTrue();
  }

  @Test
  void everyEnvironmentHasAnAddressOfItsOwn() {
    RuntimeApiListener.Endpoint other = listener.open((peer, local) -> true);

    assertThat(other.hostAndPort()).isNotEqualTo(endpoint().hostAndPort());
    assertThat(other.host()).matches(InetAddress::isLoopbackAddress);
  }

  @Test
  void initWaitsForExternalExtensionsAndTheInvocationEndsWithTheLastOfThem() throws Exception {
    RuntimeSession guarded = session(Set.of("agent"));
    endpoint().serve(guarded);
    RawClient extension = client();
    extension.send(
        "POST",
        "/2020-01-01/extension/register",
        "{\"events\":[\"INVOKE\",\"SHUTDOWN\"]}",
        "Lambda-Extension-Name: agent");
    RawClient.Reply registered = extension.reply();
    assertThat(registered.status()).isEqualTo(200);
    assertThat(registered.body())
        .isEqualTo(
            "{\"functionName\":\"hello\",\"functionVersion\":\"$LATEST\",\"handler\":\"app.handler\"}");
    String id =
        "Lambda-Extension-Identifier: " + registered.headers().get("lambda-extension-identifier");
    guarded.registered().get(10, TimeUnit.SECONDS);
    RawClient runtime = client();
    runtime.send("GET", NEXT, "");
    assertThat(guarded.init()).isNotDone();
    extension.send("GET", "/2020-01-01/extension/event/next", "", id);
    guarded.init().get(10, TimeUnit.SECONDS);

    Dispatch dispatch =
        new Dispatch(new Dispatch.Event("id-1", bytes("{}"), "arn:f", 7, null, null, null, null));
    guarded.dispatch(dispatch);
    assertThat(extension.reply().body())
        .isEqualTo(
            "{\"eventType\":\"INVOKE\",\"deadlineMs\":7,\"requestId\":\"id-1\",\"invokedFunctionArn\":\"arn:f\"}");
    runtime.reply();
    runtime.send("POST", "/2018-06-01/runtime/invocation/id-1/response", "{}");
    runtime.reply();
    dispatch.answer().get(10, TimeUnit.SECONDS);
    runtime.send("GET", NEXT, "");
    assertThat(dispatch.done()).isNotDone();
    extension.send("GET", "/2020-01-01/extension/event/next", "", id);
    dispatch.done().get(10, TimeUnit.SECONDS);

    assertThat(guarded.shutdown("spindown", 9)).containsExactly("agent");
    assertThat(extension.reply().body())
        .isEqualTo("{\"eventType\":\"SHUTDOWN\",\"deadlineMs\":9,\"shutdownReason\":\"spindown\"}");
  }

  @Test
  void extensionsAreRefusedWithTheirErrorTypes() throws Exception {
    RawClient client = client();
    client.send("GET", "/2020-01-01/extension/event/next", "");
    assertThat(client.reply().body()).contains("Extension.MissingExtensionIdentifier");
    client.send("GET", "/2020-01-01/extension/event/next", "", "Lambda-Extension-Identifier: x");
    assertThat(client.reply().body()).contains("Extension.InvalidExtensionIdentifier");
    client.send(
        "GET",
        "/2020-01-01/extension/event/next",
        "",
        "Lambda-Extension-Identifier: 6f0b8a3e-24f2-4c3b-9a37-111111111111");
    assertThat(client.reply().body()).contains("Extension.UnknownExtensionIdentifier");
    client.send("POST", "/2020-01-01/extension/register", "{\"events\":[]}");
    assertThat(client.reply().body()).contains("Extension.InvalidExtensionName");
    client.send(
        "POST", "/2020-01-01/extension/register", "no json", "Lambda-Extension-Name: inner");
    assertThat(client.reply().body()).contains("InvalidRequestFormat");
    client.send(
        "POST",
        "/2020-01-01/extension/register",
        "{\"events\":[\"SHUTDOWN\"]}",
        "Lambda-Extension-Name: inner");
    assertThat(client.reply().body()).contains("Extension.InvalidEventType");
    for (int i = 0; i < 10; i++) {
      client.send(
          "POST",
          "/2020-01-01/extension/register",
          "{\"events\":[\"INVOKE\"]}",
          "Lambda-Extension-Name: inner" + i);
      assertThat(client.reply().status()).isEqualTo(200);
    }
    client.send(
        "POST",
        "/2020-01-01/extension/register",
        "{\"events\":[]}",
        "Lambda-Extension-Name: eleventh");
    RawClient.Reply eleventh = client.reply();
    assertThat(eleventh.status()).isEqualTo(403);
    assertThat(eleventh.body()).contains("Extension limit (10) reached");
  }

  @Test
  void registrationIsClosedOnceTheRuntimeIsReady() throws Exception {
    ready();
    RawClient late = client();
    late.send(
        "POST", "/2020-01-01/extension/register", "{\"events\":[]}", "Lambda-Extension-Name: late");

    assertThat(late.reply().body()).contains("Extension.RegistrationClosed");
  }

  @Test
  void aSessionThatEndsFailsTheRunningInvocationOnce() throws Exception {
    RawClient runtime = ready();
    Dispatch dispatch = dispatch("id-1");
    runtime.reply();
    session.end("Runtime.ExitError", bytes("gone"));
    session.end("Sandbox.Timedout", bytes("too late"));

    assertThat(dispatch.answer().get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RuntimeAnswer.Fatal.class,
            fatal -> assertThat(fatal.errorType()).isEqualTo("Runtime.ExitError"));
    assertThat(session.dispatch(new Dispatch(dispatch.event()))).isFalse();
  }

  private RawClient ready() throws Exception {
    RawClient runtime = client();
    runtime.send("GET", NEXT, "");
    session.init().get(10, TimeUnit.SECONDS);
    return runtime;
  }

  private Dispatch dispatch(String id) {
    Dispatch dispatch =
        new Dispatch(new Dispatch.Event(id, bytes("{}"), "arn", 1, null, null, null, null));
    assertThat(session.dispatch(dispatch)).isTrue();
    return dispatch;
  }

  private RawClient client() throws IOException {
    RawClient client = new RawClient(endpoint().hostAndPort());
    clients.add(client);
    return client;
  }

  private RuntimeApiListener.Endpoint endpoint() {
    return java.util.Objects.requireNonNull(endpoint, "endpoint is null");
  }

  private static RuntimeSession session(Set<String> external) {
    return new RuntimeSession(
        new SessionProfile("hello", "$LATEST", "app.handler", "000000000000", external),
        Clock.system(),
        (extension, path, body) -> Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Pieces implements ResponseStream {
    final StringBuilder text = new StringBuilder();
    String type = "";

    @Override
    public void begin(String contentType) {
      type = contentType;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }
}

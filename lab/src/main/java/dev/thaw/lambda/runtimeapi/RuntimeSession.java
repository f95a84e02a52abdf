package dev.thaw.lambda.runtimeapi;

import dev.thaw.lambda.runtimeapi.Extension.EventType;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One generation of a runtime and its extensions, from their start to their end: the state machine
/// behind the Runtime and Extensions APIs. A reset makes a new session.
///
/// The thread that brings an invocation writes the event to the runtime's open `/next` itself; no
/// thread waits in between.
public final class RuntimeSession {

  private enum State {
    STARTED("Started"),
    INIT_ERROR("InitError"),
    READY("Ready"),
    RUNNING("Running"),
    RESPONSE("InvocationResponse"),
    ERROR_RESPONSE("InvocationErrorResponse"),
    RESPONSE_SENT("RuntimeResponseSentState");

    final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }
  }

  private final SessionProfile profile;
  private final Clock clock;
  private final Subscriptions subscriptions;
  private final Map<String, Extension> extensions = new LinkedHashMap<>();
  private final CompletableFuture<Void> registered = new CompletableFuture<>();
  private final CompletableFuture<InitAnswer> init = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private State state = State.STARTED;
  private boolean registrationOpen = true;
  private boolean ended;
  private long runtimeReady;
  private Optional<InitAnswer.InitStamps> stamps = Optional.empty();
  private @Nullable ApiConnection waiting;
  private @Nullable Dispatch current;

  /// @param subscriptions where extensions subscribe to telemetry
  public RuntimeSession(SessionProfile profile, Clock clock, Subscriptions subscriptions) {
    this.profile = profile;
    this.clock = clock;
    this.subscriptions = subscriptions;
    if (profile.externalExtensions().isEmpty()) {
      registered.complete(null);
    }
  }

  /// Takes subscriptions to the Telemetry and Logs APIs.
  @FunctionalInterface
  public interface Subscriptions {

    /// @param path for example `/2022-07-01/telemetry`
    /// @return empty if it was accepted, otherwise why not
    Optional<String> subscribe(String extension, String path, byte[] body);
  }

  /// Completes when all external extensions have registered.
  public CompletableFuture<Void> registered() {
    return registered;
  }

  /// Completes when init is over, well or not.
  public CompletableFuture<InitAnswer> init() {
    return init;
  }

  /// Completes when the session has ended.
  public CompletableFuture<Void> over() {
    return over;
  }

  /// The invocation that runs now.
  public synchronized Optional<String> requestId() {
    return Optional.ofNullable(current).map(dispatch -> dispatch.event().requestId());
  }

  /// An extension as it stands.
  ///
  /// @param state for example `Ready`
  /// @param events `INVOKE`, `SHUTDOWN`
  /// @param errorType if it has reported an error
  public record ExtensionStatus(
      String name, String state, List<String> events, Optional<String> errorType) {}

  /// The extensions that have registered.
  public synchronized List<ExtensionStatus> extensions() {
    return extensions.values().stream()
        .map(e ->
            new ExtensionStatus(
                e.name,
                e.state.wireName,
                e.events.stream().map(Enum::name).sorted().toList(),
                Optional.ofNullable(e.errorType)))
        .toList();
  }

  public synchronized boolean hasExternalExtensions() {
    return extensions.values().stream().anyMatch(e -> e.external);
  }

  public synchronized boolean hasExtensions() {
    return !extensions.isEmpty();
  }

  /// Hands an invocation to the runtime and to the extensions that want it.
  ///
  /// @return false if the session has ended: nothing was handed over then
  public boolean dispatch(Dispatch dispatch) {
    ApiConnection runtime;
    List<Delivery> deliveries = new ArrayList<>();
    synchronized (this) {
      if (ended) {
        return false;
      }
      current = dispatch;
      dispatch.outstanding = 1;
      runtime = waiting;
      waiting = null;
      if (runtime != null) {
        state = State.RUNNING;
      }
      if (!extensions.isEmpty()) {
        ApiAnswer event = EventRendering.invoke(dispatch.event());
        for (Extension extension : extensions.values()) {
          if (extension.events.contains(EventType.INVOKE)
              && extension.state == Extension.State.READY) {
            dispatch.outstanding++;
            deliver(extension, event).ifPresent(deliveries::add);
          }
        }
      }
    }
    dispatch.sent = clock.now();
    if (runtime != null) {
      send(runtime, EventRendering.next(dispatch.event()));
    }
    deliveries.forEach(Delivery::send);
    return true;
  }

  /// Tells the extensions that subscribed to it that the environment ends.
  ///
  /// @param reason `spindown`, `timeout` or `failure`
  /// @param deadlineMs epoch milliseconds
  /// @return names of the external extensions that were told
  public List<String> shutdown(String reason, long deadlineMs) {
    List<Delivery> deliveries = new ArrayList<>();
    List<String> told = new ArrayList<>();
    synchronized (this) {
      for (Extension extension : extensions.values()) {
        if (extension.external && extension.events.contains(EventType.SHUTDOWN)) {
          told.add(extension.name);
          deliver(extension, EventRendering.shutdown(reason, deadlineMs))
              .ifPresent(deliveries::add);
        }
      }
    }
    deliveries.forEach(Delivery::send);
    return told;
  }

  /// Ends the session: a process ended, time ran out, or the environment is reset. The first end
  /// counts.
  ///
  /// @param errorType for example `Runtime.ExitError`
  /// @param payload what the caller of a running invocation, or of the first one, sees
  public void end(String errorType, byte[] payload) {
    Dispatch running;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      registrationOpen = false;
      running = current;
      current = null;
    }
    registered.complete(null);
    init.complete(new InitAnswer.Failed(errorType, payload));
    over.complete(null);
    if (running != null) {
      running.answer().complete(new RuntimeAnswer.Fatal(errorType, payload));
      running.runtimeFree().complete(running);
      running.done().complete(running);
    }
  }

  /// Serves one request on the thread of its connection.
  void serve(ApiConnection connection, ApiRequest request) throws IOException {
    String path = request.path();
    if (path.startsWith("/2018-06-01/")) {
      serveRuntime(connection, request, path.substring("/2018-06-01".length()));
    } else if (path.startsWith("/2020-01-01/extension/")) {
      new ExtensionApi(this, profile)
          .serve(connection, request, path.substring("/2020-01-01/extension".length()));
    } else if (path.equals("/2022-07-01/telemetry") || path.equals("/2020-08-15/logs")) {
      subscribe(connection, request);
    } else {
      discard(connection, request);
      connection.answer(ApiAnswer.NOT_FOUND);
    }
  }

  private void serveRuntime(ApiConnection connection, ApiRequest request, String path)
      throws IOException {
    boolean post = request.method().equals("POST");
    if (path.equals("/runtime/invocation/next")) {
      if (!request.method().equals("GET")) {
        discard(connection, request);
        connection.answer(ApiAnswer.METHOD_NOT_ALLOWED);
        return;
      }
      discard(connection, request);
      next(connection, request);
    } else if (post && path.startsWith("/runtime/invocation/") && path.endsWith("/response")) {
      new ResponseIntake(this, connection, request, clock).response(requestId(path, "/response"));
    } else if (post && path.startsWith("/runtime/invocation/") && path.endsWith("/error")) {
      new ResponseIntake(this, connection, request, clock).error(requestId(path, "/error"));
    } else if (post && path.equals("/runtime/init/error")) {
      initError(connection, request);
    } else if (path.equals("/ping")) {
      discard(connection, request);
      connection.answer(
          new ApiAnswer(
              200,
              "text/plain; charset=utf-8",
              List.of(),
              "pong".getBytes(StandardCharsets.US_ASCII)));
    } else {
      // `/runtime/restore/…` too: AWS offers it to functions with SnapStart alone.
      discard(connection, request);
      connection.answer(ApiAnswer.NOT_FOUND);
    }
  }

  private void next(ApiConnection connection, ApiRequest request) throws IOException {
    Dispatch event = null;
    Dispatch free = null;
    Dispatch finished = null;
    ApiAnswer refusal = null;
    synchronized (this) {
      switch (state) {
        case STARTED -> {
          state = State.READY;
          registrationOpen = false;
          runtimeReady = clock.now();
          stamps = EventRendering.stamps(request.header("thaw-init-stamps"));
        }
        case RESPONSE_SENT -> {
          state = State.READY;
          if (current != null) {
            current.runtimeDone = clock.now();
            free = current;
            finished = arrived(current);
          }
        }
        case READY, RUNNING -> {}
        case INIT_ERROR, RESPONSE, ERROR_RESPONSE ->
            refusal = ApiAnswer.invalidTransition(state.wireName, State.READY.wireName);
      }
      if (refusal == null) {
        if (current != null && finished == null && !current.answer().isDone()) {
          state = State.RUNNING;
          event = current;
        } else {
          waiting = connection;
          connection.owe();
        }
      }
    }
    if (refusal != null) {
      connection.answer(refusal);
      return;
    }
    if (event != null) {
      connection.answer(EventRendering.next(event.event()));
    }
    if (free != null) {
      free.runtimeFree().complete(free);
    }
    if (finished != null) {
      finished.done().complete(finished);
    }
    completeInit();
  }

  private void initError(ApiConnection connection, ApiRequest request) throws IOException {
    byte[] payload = ResponseIntake.readAll(connection, request);
    String refused = null;
    synchronized (this) {
      if (state == State.STARTED) {
        state = State.INIT_ERROR;
      } else {
        refused = state.wireName;
      }
    }
    if (refused != null) {
      connection.answer(ApiAnswer.invalidTransition(refused, State.INIT_ERROR.wireName));
      return;
    }
    connection.answer(ApiAnswer.ACCEPTED);
    String type = EventRendering.errorType(request.header("lambda-runtime-function-error-type"));
    init.complete(new InitAnswer.Failed(type, payload));
  }

  private void subscribe(ApiConnection connection, ApiRequest request) throws IOException {
    byte[] body = ResponseIntake.readAll(connection, request);
    if (!request.method().equals("PUT")) {
      connection.answer(ApiAnswer.METHOD_NOT_ALLOWED);
      return;
    }
    ExtensionApi.Lookup lookup = new ExtensionApi(this, profile).lookup(request);
    switch (lookup) {
      case ExtensionApi.Lookup.Refused(ApiAnswer answer) -> connection.answer(answer);
      case ExtensionApi.Lookup.Found(Extension extension) -> {
        if (init.isDone()) {
          String api = request.path().endsWith("/logs") ? "Logs" : "Telemetry";
          connection.answer(
              ApiAnswer.error(
                  403, api + ".SubscriptionClosed", api + " API subscription is closed already"));
          return;
        }
        connection.answer(
            subscriptions
                .subscribe(extension.name, request.path(), body)
                .map(why -> ApiAnswer.error(400, "ValidationError", why))
                .orElseGet(() ->
                    new ApiAnswer(
                        200, "text/plain", List.of(), "OK".getBytes(StandardCharsets.US_ASCII))));
      }
    }
  }

  // What the parts that serve single calls ask of the state, under its lock.

  /// Takes the running invocation for its answer, or says why not.
  synchronized @Nullable ApiAnswer beginAnswer(String requestId, boolean error) {
    if (current == null
        || !current.event().requestId().equals(requestId)
        || current.answer().isDone()) {
      return ApiAnswer.error(400, "InvalidRequestID", "Invalid request ID");
    }
    State wanted = error ? State.ERROR_RESPONSE : State.RESPONSE;
    if (state != State.RUNNING) {
      return ApiAnswer.invalidTransition(state.wireName, wanted.wireName);
    }
    state = wanted;
    return null;
  }

  synchronized @Nullable Dispatch current() {
    return current;
  }

  /// The answer is complete. False if the invocation has ended meanwhile.
  boolean answered(Dispatch dispatch, RuntimeAnswer answer) {
    synchronized (this) {
      if (current != dispatch) {
        return false;
      }
      state = State.RESPONSE_SENT;
    }
    return dispatch.answer().complete(answer);
  }

  synchronized boolean registrationOpen() {
    return registrationOpen;
  }

  synchronized @Nullable Extension extension(String id) {
    return extensions.get(id);
  }

  /// Adds an extension, or says why not: the error type.
  @Nullable String register(Extension extension) {
    boolean complete;
    synchronized (this) {
      if (!registrationOpen) {
        return "Extension.RegistrationClosed";
      }
      if (extensions.size() >= 10) {
        return "Extension.TooManyExtensions";
      }
      if (extensions.values().stream().anyMatch(e -> e.name.equals(extension.name))) {
        return "Extension.InvalidExtensionState";
      }
      extensions.put(extension.id, extension);
      complete =
          extensions.values().stream().filter(e -> e.external).count()
              == profile.externalExtensions().size();
    }
    if (complete) {
      registered.complete(null);
    }
    return null;
  }

  /// An extension asks for its next event.
  void extensionNext(Extension extension, ApiConnection connection) throws IOException {
    ApiAnswer event;
    Dispatch finished = null;
    synchronized (this) {
      if (extension.state == Extension.State.RUNNING
          && extension.pending == null
          && current != null) {
        finished = arrived(current);
      }
      extension.state = Extension.State.READY;
      event = extension.pending;
      extension.pending = null;
      if (event == null) {
        extension.waiting = connection;
        connection.owe();
      } else {
        extension.state = Extension.State.RUNNING;
      }
    }
    if (event != null) {
      connection.answer(event);
    }
    if (finished != null) {
      finished.done().complete(finished);
    }
    completeInit();
  }

  /// An extension reports that it failed.
  void extensionFailed(Extension extension, String errorType, boolean atInit) {
    synchronized (this) {
      extension.state = atInit ? Extension.State.INIT_ERROR : Extension.State.EXIT_ERROR;
      extension.errorType = errorType;
    }
  }

  private void completeInit() {
    InitAnswer.Ready ready;
    synchronized (this) {
      if (runtimeReady == 0 || init.isDone()) {
        return;
      }
      if (extensions.values().stream().anyMatch(e -> e.state != Extension.State.READY)) {
        return;
      }
      ready = new InitAnswer.Ready(runtimeReady, stamps);
    }
    init.complete(ready);
  }

  /// Counts one participant as done; gives the invocation back when it was the last. Under the
  /// lock.
  private @Nullable Dispatch arrived(Dispatch dispatch) {
    dispatch.outstanding--;
    if (dispatch.outstanding > 0) {
      return null;
    }
    current = null;
    return dispatch;
  }

  private record Delivery(ApiConnection connection, ApiAnswer event) {
    void send() {
      RuntimeSession.send(connection, event);
    }
  }

  private static Optional<Delivery> deliver(Extension extension, ApiAnswer event) {
    ApiConnection connection = extension.waiting;
    extension.waiting = null;
    if (connection == null) {
      extension.pending = event;
      return Optional.empty();
    }
    extension.state = Extension.State.RUNNING;
    return Optional.of(new Delivery(connection, event));
  }

  private static void send(ApiConnection connection, ApiAnswer event) {
    try {
      connection.answer(event);
    } catch (IOException e) {
      // The process behind it has died; its exit ends the session.
      connection.close();
    }
  }

  private static void discard(ApiConnection connection, ApiRequest request) throws IOException {
    connection.readBody(request, (bytes, offset, length) -> {});
  }

  private static String requestId(String path, String suffix) {
    return path.substring(
        "/runtime/invocation/".length(),
        Math.max("/runtime/invocation/".length(), path.length() - suffix.length()));
  }
}

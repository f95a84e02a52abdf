package dev.thaw.lambda;

import dev.thaw.lambda.runtimeapi.Dispatch;
import dev.thaw.lambda.runtimeapi.RuntimeAnswer;
import dev.thaw.lambda.runtimeapi.RuntimeSession;
import dev.thaw.lambda.telemetry.Telemetry;
import dev.thaw.lambda.telemetry.TelemetryEvent;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Origin;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Snapshot;
import dev.thaw.timeline.Timeline;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One invocation in one environment, from START to REPORT.
final class Invocation {

  private final Environment environment;
  private final InvokeRequest request;
  private final boolean cold;
  private final Clock clock;
  private final Timeline timeline;
  private final CompletableFuture<byte[]> finished = new CompletableFuture<>();
  private final LifecycleEvents.Invoke event = new LifecycleEvents.Invoke();

  private Timeline.@Nullable Mark invoke;
  private boolean runtimeFree;

  Invocation(Environment environment, InvokeRequest request, boolean cold) {
    this.environment = environment;
    this.request = request;
    this.cold = cold;
    this.clock = environment.worker().clock();
    this.timeline = request.timeline();
  }

  InvokeOutcome run() {
    event.begin();
    timeline.hold();
    FunctionSpec function = environment.function();
    environment.log().beginTail(new Tail());
    long began = clock.now();
    long limit = function.timeout().toNanos();
    Timeline.Mark mark = timeline.beginAt("invoke", began);
    invoke = mark;
    environment.platform().start(began, request.requestId());
    Telemetry telemetry = environment.telemetry();
    if (telemetry.wanted()) {
      telemetry.emit(
          new TelemetryEvent.Start(began, request.requestId(), function.version(), trace()));
    }
    try {
      Initialization.Result init = environment.ensureInitialized(limit);
      RuntimeSession session = init.session().orElse(null);
      if (session == null) {
        return initFailed(init);
      }
      if (init.nanos() > 0) {
        mark.record("init", Origin.MEASURED, clock.now() - init.nanos(), clock.now());
      }
      Dispatch dispatch = new Dispatch(toEvent(began + limit));
      environment.expire(began + limit, () -> timeOut(session));
      dispatch.runtimeFree().thenAccept(this::runtimeFree);
      dispatch.done().thenAccept(done -> finish(done, session));
      if (!session.dispatch(dispatch)) {
        // It ended between two invocations, unseen until now.
        FunctionError error =
            new FunctionError("Runtime.ExitError", "Runtime exited without providing a reason");
        dispatch
            .answer()
            .complete(new RuntimeAnswer.Fatal(error.type(), error.document(request.requestId())));
        dispatch.done().complete(dispatch);
      }
      RuntimeAnswer answer = dispatch.answer().get();
      return Environment.outcome(answer, request.tail() ? finished.get() : new byte[0]);
    } catch (ExecutionException e) {
      throw new IllegalStateException("invoke: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("invoke: interrupted", e);
    }
  }

  private void timeOut(RuntimeSession session) {
    FunctionError error = FunctionError.timeout(environment.function().timeout());
    session.end(error.type(), error.document(request.requestId()));
  }

  private InvokeOutcome initFailed(Initialization.Result init)
      throws InterruptedException, ExecutionException {
    RuntimeAnswer.Fatal fatal =
        init.failure()
            .map(failed ->
                failed.errorType().equals("Sandbox.Timedout")
                    ? fatal(FunctionError.timeout(environment.function().timeout()))
                    : new RuntimeAnswer.Fatal(failed.errorType(), withRequestId(failed.payload())))
            .orElseGet(() -> fatal(new FunctionError("Runtime.Unknown", "Unknown")));
    long ended = clock.now();
    timeline.note("produced-bytes", 0L);
    tellRuntimeDone(ended, InvokeTelemetry.result(fatal));
    settle(fatal, ended);
    environment.finished(false, "failure");
    return Environment.outcome(fatal, request.tail() ? finished.get() : new byte[0]);
  }

  private RuntimeAnswer.Fatal fatal(FunctionError error) {
    return new RuntimeAnswer.Fatal(error.type(), error.document(request.requestId()));
  }

  /// An init that ended without a report has no request to name; the invocation that tried it has.
  private byte[] withRequestId(byte[] payload) {
    String text = new String(payload, java.nio.charset.StandardCharsets.UTF_8);
    return text.replace("RequestId:  Error", "RequestId: " + request.requestId() + " Error")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /// Records a call of AWS that the function made meanwhile.
  void called(String operation, long began, long ended) {
    Timeline.Mark mark = invoke;
    if (mark != null) {
      mark.record(Environment.AWS_CALL, Origin.MEASURED, began, ended).note("operation", operation);
    }
  }

  private void finish(Dispatch dispatch, RuntimeSession session) {
    environment.doNotExpire();
    long ended = clock.now();
    RuntimeAnswer answer = dispatch.answer().join();
    runtimeFree(dispatch);
    Timeline.Mark mark = invoke;
    if (mark != null
        && dispatch.runtimeDone() != 0
        && ended - dispatch.runtimeDone() > 0
        && environment.hasExtensions()) {
      mark.record("extension-overhead", Origin.MEASURED, dispatch.runtimeDone(), ended);
    }
    settle(answer, ended);
    boolean reset = session.over().isDone();
    boolean timedOut =
        answer instanceof RuntimeAnswer.Fatal f && f.errorType().equals("Sandbox.Timedout");
    environment.finished(reset, timedOut ? "timeout" : "failure");
  }

  /// The runtime is done with it; extensions may wait for nothing but to be told so. Called by
  /// whoever sees it first.
  private synchronized void runtimeFree(Dispatch dispatch) {
    if (runtimeFree) {
      return;
    }
    runtimeFree = true;
    phases(dispatch);
    timeline.note("produced-bytes", dispatch.producedBytes());
    tellRuntimeDone(
        dispatch.runtimeDone() != 0 ? dispatch.runtimeDone() : clock.now(),
        InvokeTelemetry.result(dispatch.answer().join()));
  }

  private void tellRuntimeDone(long at, TelemetryEvent.Result result) {
    if (environment.telemetry().wanted()) {
      // What the function has written comes before the news that it is done.
      environment.log().drain();
      environment
          .telemetry()
          .emit(InvokeTelemetry.runtimeDone(timeline.snapshot(), at, result, trace()));
    }
  }

  private Optional<String> trace() {
    return Optional.ofNullable(request.traceHeader()).filter(header -> !header.isEmpty());
  }

  private void phases(Dispatch dispatch) {
    Timeline.Mark mark = invoke;
    if (mark == null || dispatch.sent() == 0) {
      return;
    }
    if (dispatch.responseBegan() != 0) {
      mark.record("response-latency", Origin.MEASURED, dispatch.sent(), dispatch.responseBegan());
    }
    if (dispatch.responseEnded() != 0) {
      mark.record(
          "response-duration", Origin.MEASURED, dispatch.responseBegan(), dispatch.responseEnded());
    }
    if (dispatch.runtimeDone() != 0) {
      mark.record(
          "runtime-overhead", Origin.MEASURED, dispatch.responseEnded(), dispatch.runtimeDone());
    }
  }

  /// Closes the record of the invocation and writes its last lines.
  private void settle(RuntimeAnswer answer, long ended) {
    Timeline.Mark mark = invoke;
    if (mark != null) {
      mark.endAt(ended);
    }
    timeline.note("cold", cold);
    timeline.note("memory-size-mb", environment.function().memoryMb());
    timeline.note("max-memory-used", environment.sandbox().maxMemoryUsed());
    if (cold && environment.initNanos() > 0) {
      timeline.note("init-ns", environment.initNanos());
    }
    if (answer instanceof RuntimeAnswer.Fatal f) {
      boolean timedOut = f.errorType().equals("Sandbox.Timedout");
      timeline.note("status", timedOut ? "timeout" : "error");
      if (!timedOut) {
        timeline.note("error-type", f.errorType());
      }
      environment.platform().fatal(ended, request.requestId(), f);
    }
    environment.platform().end(request.requestId());
    Snapshot record = timeline.snapshot();
    InvokeReport report = InvokeReport.of(record);
    environment.platform().report(ended, report, environment.sandbox().enforced());
    environment
        .worker()
        .invocations()
        .ended(
            environment.function(),
            request.invokedArn(),
            record.phase("invoke").map(Phase::start).orElse(ended),
            report.duration(),
            !InvokeTelemetry.result(answer).equals(TelemetryEvent.Result.SUCCESS));
    if (environment.telemetry().wanted()) {
      environment
          .telemetry()
          .emit(
              InvokeTelemetry.report(
                  record, report, ended, InvokeTelemetry.result(answer), trace()));
    }
    finished.complete(environment.log().endTail());
    event.requestId = request.requestId();
    event.environment = environment.id();
    event.commit();
    timeline.seal();
  }

  private Dispatch.Event toEvent(long deadline) {
    return new Dispatch.Event(
        request.requestId(),
        request.payload(),
        request.invokedArn(),
        deadline / 1_000_000,
        request.traceHeader(),
        request.clientContext(),
        request.cognitoIdentity(),
        request.stream());
  }
}

package dev.thaw.lambda;

import dev.thaw.lambda.runtime.FunctionRuntime;
import dev.thaw.lambda.runtime.RuntimeUnavailable;
import dev.thaw.lambda.runtimeapi.RuntimeAnswer;
import dev.thaw.lambda.runtimeapi.RuntimeApiListener.Endpoint;
import dev.thaw.lambda.runtimeapi.RuntimeSession;
import dev.thaw.lambda.sandbox.Sandbox;
import dev.thaw.lambda.sandbox.SandboxSpec;
import dev.thaw.lambda.telemetry.Telemetry;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Link;
import dev.thaw.timeline.Origin;
import dev.thaw.timeline.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One execution environment: a sandbox, the runtime in it, and their life from placement to
/// shutdown.
///
/// place → gate → download → unpack → sandbox → init → freeze; thaw → invoke → freeze; recycle →
/// shutdown. Only one invocation is here at a time: the [Fleet] sees to that.
final class Environment implements Heartbeat.Beating {

  static final String AWS_CALL = "aws-call";

  /// Idle environments are frozen after this; AWS's functions stop at once, so background work must
  /// not go on, but back-to-back calls are not to pay for a freeze that ends at once.
  private static final long FREEZE_AFTER_NANOS = 10_000_000;

  /// For so long a freeze waits until extensions have taken their telemetry.
  private static final long TELEMETRY_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final DateTimeFormatter STREAM_DATE =
      DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

  private final FunctionSpec function;
  private final Worker worker;
  private final String id;
  private volatile boolean provisioned;
  private final Timeline timeline;
  private final Telemetry telemetry;
  private final EnvironmentLog log;
  private final PlatformLog platform;
  private final Consumer<Environment> released;

  // Set by start, on one thread, before the environment is handed to anyone else.
  private @Nullable Sandbox sandbox;
  private @Nullable Endpoint endpoint;
  private volatile @Nullable Invocation running;
  private @Nullable Initialization initialization;

  private final Object freezing = new Object();
  private boolean idle;
  private boolean frozen;
  private boolean ended;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  private volatile @Nullable RuntimeSession session;
  private volatile long idleSince;
  private volatile long deadline;
  private volatile @Nullable Runnable timedOut;
  private final AtomicLong invocations = new AtomicLong();
  private volatile boolean retired;

  /// @param released told when the environment is free for the next invocation
  Environment(
      FunctionSpec function, Worker worker, boolean provisioned, Consumer<Environment> released) {
    this.function = function;
    this.worker = worker;
    this.provisioned = provisioned;
    this.released = released;
    this.id = "env-" + UUID.randomUUID();
    this.timeline = worker.timelines().add(new Timeline(Kind.ENVIRONMENT, id, worker.clock()));
    String stream =
        STREAM_DATE.format(Instant.ofEpochMilli(worker.clock().now() / 1_000_000))
            + "/["
            + function.version()
            + "]"
            + id.substring(4).replace("-", "");
    this.telemetry = new Telemetry(worker.clock(), function.logging().json(), this::drainLog);
    this.log = new EnvironmentLog(worker.logs(), logStream(stream), worker.clock(), telemetry);
    this.platform = new PlatformLog(log, function, initializationType());
    timeline.note("function", function.arn());
    timeline.note("version", function.version());
    timeline.note("initialization-type", initializationType());
    timeline.note("log-stream", stream);
  }

  private LogStreamId logStream(String stream) {
    return new LogStreamId(
        function.account(), function.region(), function.logging().group(), stream);
  }

  String id() {
    return id;
  }

  FunctionSpec function() {
    return function;
  }

  Timeline timeline() {
    return timeline;
  }

  boolean provisioned() {
    return provisioned;
  }

  /// Leaves provisioned concurrency: it ages like any other from now on.
  void release() {
    provisioned = false;
  }

  boolean over() {
    synchronized (freezing) {
      return ended;
    }
  }

  /// `starting`, `idle`, `frozen` or `busy`.
  String state() {
    if (sandbox == null) {
      return "starting";
    }
    synchronized (freezing) {
      return frozen ? "frozen" : idle ? "idle" : "busy";
    }
  }

  /// Marks it as outdated: it is shut down instead of being used again.
  void retire() {
    retired = true;
  }

  boolean retired() {
    return retired;
  }

  long invocations() {
    return invocations.get();
  }

  KeepAlive.Idle idle() {
    return new KeepAlive.Idle(
        id, timeline.startedAt(), idleSince, function.memoryMb(), provisioned);
  }

  /// Brings the environment up to the end of its first init. An init that fails is not an error
  /// here: the first invocation tries again, as on AWS.
  ///
  /// @param pressed called while memory is short
  /// @throws RuntimeUnavailable if nothing installed can run the function
  /// @throws dev.thaw.lambda.sandbox.SandboxException if no sandbox could be had
  void start(Runnable pressed) throws InterruptedException {
    LifecycleEvents.SandboxStart event = new LifecycleEvents.SandboxStart();
    event.begin();
    Timeline.Mark gate = timeline.begin("gate");
    StartGate.Pass pass = worker.gate().enter(expectedMemory(), pressed);
    gate.end();
    try {
      CodeStore.Code code = worker.code().prepare(function, id, timeline);
      FunctionRuntime runtime =
          worker
              .runtimes()
              .resolve(
                  function.runtime(), code.task(), code.opt().orElse(null), function.handler());
      timeline.note("runtime", runtime.name());
      timeline.note("runtime-executable", runtime.executable().toString());
      timeline.note("runtime-version", runtime.version());
      Timeline.Mark start = timeline.begin("sandbox");
      Sandbox fresh = worker.sandboxes().start(spec(code, runtime));
      start.end();
      sandbox = fresh;
      noteEnforced(fresh.enforced());
      Endpoint address =
          worker.listener().open((peer, local) -> SocketOwner.isIn(fresh, peer, local));
      endpoint = address;
      EnvironmentVariables variables =
          new EnvironmentVariables(
              function,
              runtime,
              fresh.paths(),
              address.hostAndPort(),
              log.stream(),
              initializationType(),
              id,
              worker.access().variables().of(function.runtime(), fresh.paths().shared()));
      initialization =
          new Initialization(
              function,
              worker.clock(),
              runtime,
              fresh,
              address,
              code,
              variables,
              log,
              platform,
              telemetry);
      Initialization.Result result = initialization.run("init", timeline, initLimitNanos(), pass);
      took(result);
      fresh.throttle(true);
    } catch (RuntimeException e) {
      timeline.note("failure", String.valueOf(e.getMessage()));
      end("failure");
      throw e;
    } finally {
      pass.release();
      event.environment = id;
      event.commit();
    }
    becomeIdle();
  }

  /// Whether init has succeeded and the runtime waits for work.
  boolean ready() {
    return session != null;
  }

  /// Runs one invocation on the calling thread. Returns when the answer is there; [#released] is
  /// told once the runtime and all extensions are done, too.
  InvokeOutcome invoke(InvokeRequest request, boolean cold) {
    Timeline record = request.timeline();
    record.link(Link.Relation.RAN_IN, timeline);
    timeline.link(Link.Relation.SERVED, record);
    invocations.incrementAndGet();
    wake(record);
    Invocation invocation = new Invocation(this, request, cold);
    running = invocation;
    return invocation.run();
  }

  /// Records a call of AWS that the function made of thaw: while it ran, or while it started.
  void called(String operation, long began, long ended) {
    Invocation caller = running;
    if (caller != null) {
      caller.called(operation, began, ended);
    } else {
      timeline.record(AWS_CALL, Origin.MEASURED, began, ended).note("operation", operation);
    }
  }

  // What an Invocation needs.

  Worker worker() {
    return worker;
  }

  PlatformLog platform() {
    return platform;
  }

  boolean hasExtensions() {
    RuntimeSession current = session;
    return current != null && current.hasExtensions();
  }

  EnvironmentLog log() {
    return log;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Sandbox sandbox() {
    Sandbox here = sandbox;
    if (here == null) {
      throw new IllegalStateException("environment " + id + ": not started");
    }
    return here;
  }

  /// The running session, after an init in place if there is none.
  ///
  /// @param limitNanos what the function's timeout leaves
  Initialization.Result ensureInitialized(long limitNanos) throws InterruptedException {
    RuntimeSession current = session;
    Initialization steps = initialization;
    if (current != null || steps == null) {
      return new Initialization.Result(Optional.ofNullable(current), Optional.empty(), 0);
    }
    sandbox().throttle(false);
    Initialization.Result result = steps.run("invoke", timeline, limitNanos, null);
    took(result);
    sandbox().throttle(true);
    return result;
  }

  /// The init duration that belongs to the first invocation, in nanoseconds; 0 if its init failed.
  long initNanos() {
    return timeline.snapshot().phases().stream()
        .filter(
            phase -> phase.name().equals("init") && !phase.attributes().containsKey("error-type"))
        .mapToLong(phase -> phase.duration(worker.clock().now()))
        .findFirst()
        .orElse(0);
  }

  /// Everything for one invocation is over.
  void finished(boolean reset, String reason) {
    running = null;
    if (reset) {
      Thread.ofVirtual()
          .start(() -> {
            reset(reason);
            becomeIdle();
            released.accept(this);
          });
    } else {
      becomeIdle();
      released.accept(this);
    }
  }

  /// Ends the environment: tells extensions, ends processes, removes everything. Returns when that
  /// is done, whoever began it.
  ///
  /// @param reason `spindown`, `timeout` or `failure`
  void end(String reason) {
    boolean first;
    synchronized (freezing) {
      first = !ended;
      ended = true;
      idle = false;
      unfreeze();
    }
    if (!first) {
      gone.join();
      return;
    }
    Timeline.Mark shutdown = timeline.begin("shutdown").note("reason", reason);
    try {
      reset(reason);
      if (endpoint != null) {
        endpoint.close();
      }
      if (sandbox != null) {
        sandbox.close();
      }
      worker.code().release(id);
    } finally {
      shutdown.end();
      timeline.seal();
      gone.complete(null);
    }
  }

  /// Completes when nothing is left of it.
  CompletableFuture<Void> gone() {
    return gone;
  }

  private void reset(String reason) {
    session = null;
    if (initialization != null) {
      initialization.shutdown(reason);
    }
    log.unfollow();
  }

  private void took(Initialization.Result result) {
    RuntimeSession next = result.session().orElse(null);
    session = next;
    if (next != null) {
      // A runtime that ends while nothing runs is started anew by the next invocation.
      CompletableFuture<Void> over = next.over();
      over.thenRun(() -> {
        if (session == next) {
          session = null;
        }
      });
    }
  }

  private void becomeIdle() {
    idleSince = worker.clock().now();
    synchronized (freezing) {
      idle = !ended;
    }
    worker.heartbeat().watch(this);
  }

  /// Ends the invocation in time, whatever it does.
  ///
  /// @param at nanoseconds since the epoch
  void expire(long at, Runnable then) {
    timedOut = then;
    deadline = at;
    worker.heartbeat().watch(this);
  }

  void doNotExpire() {
    deadline = 0;
    timedOut = null;
  }

  @Override
  public void beat(long now) {
    Runnable then = timedOut;
    if (deadline != 0 && now >= deadline && then != null) {
      doNotExpire();
      then.run();
    }
    synchronized (freezing) {
      if (idle && !frozen && !ended && sandbox != null && now - idleSince >= FREEZE_AFTER_NANOS) {
        log.drain();
        if (!telemetry.flush() && now - idleSince < TELEMETRY_PATIENCE_NANOS) {
          return;
        }
        telemetry.pause();
        Timeline.Mark mark = timeline.begin("freeze");
        sandbox.freeze();
        mark.end();
        frozen = true;
      }
    }
  }

  @Override
  public boolean active() {
    if (deadline != 0) {
      return true;
    }
    synchronized (freezing) {
      return idle && !frozen && !ended;
    }
  }

  private void drainLog() {
    log.drain();
  }

  private void wake(Timeline record) {
    synchronized (freezing) {
      idle = false;
      if (frozen) {
        long before = worker.clock().now();
        unfreeze();
        record.record("thaw", Origin.MEASURED, before, worker.clock().now());
      }
    }
  }

  private void unfreeze() {
    if (frozen && sandbox != null) {
      sandbox.thaw();
      telemetry.resume();
      frozen = false;
    }
  }

  private SandboxSpec spec(CodeStore.Code code, FunctionRuntime runtime) {
    return new SandboxSpec(
        id,
        code.task(),
        code.opt().orElse(null),
        runtime.bootstrap(),
        runtime.visible(),
        Map.of("sandbox.localdomain", "127.0.0.1"),
        worker.access().files().get().orElse(null),
        function.memoryMb(),
        function.tmpMb(),
        1024);
  }

  private void noteEnforced(Sandbox.Enforced enforced) {
    timeline.note("isolation", enforced.isolation());
    timeline.note("limits", enforced.limits());
    timeline.note("memory-enforced", enforced.memory());
    timeline.note("cpu-enforced", enforced.cpu());
    timeline.note("processes-enforced", enforced.processes());
    timeline.note("tmp-enforced", enforced.tmp());
    timeline.note("freezer", enforced.freezer());
  }

  /// A guess before the function has shown what it takes.
  private long expectedMemory() {
    return Math.min(function.memoryMb(), 64) * (1L << 20);
  }

  private long initLimitNanos() {
    return provisioned ? TimeUnit.MINUTES.toNanos(15) : TimeUnit.SECONDS.toNanos(10);
  }

  private String initializationType() {
    return provisioned ? "provisioned-concurrency" : "on-demand";
  }

  /// The runtime's answer as an outcome for the caller.
  static InvokeOutcome.Answered outcome(RuntimeAnswer answer, byte[] tail) {
    return switch (answer) {
      case RuntimeAnswer.Response(byte[] payload, String type) ->
          new InvokeOutcome.Answered(payload, Optional.empty(), tail);
      case RuntimeAnswer.Streamed(String errorType, String body) ->
          new InvokeOutcome.Answered(
              new byte[0], errorType == null ? Optional.empty() : Optional.of("Unhandled"), tail);
      case RuntimeAnswer.FunctionError(
              byte[] payload,
              String contentType,
              String type,
              String cause) ->
          new InvokeOutcome.Answered(payload, Optional.of("Unhandled"), tail);
      case RuntimeAnswer.Fatal(String type, byte[] payload) ->
          new InvokeOutcome.Answered(payload, Optional.of("Unhandled"), tail);
    };
  }
}

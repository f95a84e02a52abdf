package dev.thaw.lambda;

import dev.thaw.lambda.runtime.FunctionRuntime;
import dev.thaw.lambda.runtime.InvalidEntrypoint;
import dev.thaw.lambda.runtimeapi.InitAnswer;
import dev.thaw.lambda.runtimeapi.InitAnswer.InitStamps;
import dev.thaw.lambda.runtimeapi.RuntimeApiListener.Endpoint;
import dev.thaw.lambda.runtimeapi.RuntimeSession;
import dev.thaw.lambda.runtimeapi.SessionProfile;
import dev.thaw.lambda.sandbox.Sandbox;
import dev.thaw.lambda.sandbox.SandboxProcess;
import dev.thaw.lambda.telemetry.Telemetry;
import dev.thaw.lambda.telemetry.TelemetryEvent;
import dev.thaw.lambda.telemetry.TelemetryEvent.Init;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Origin;
import dev.thaw.timeline.SystemClock;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts the processes of an environment, as often as it takes: extensions, then the runtime,
/// which loads the function.
final class Initialization {

  /// After that long a start only waits for something, and others may pass the gate.
  private static final long GATE_PATIENCE_MS = 1_000;

  /// How much of their last two seconds extensions may wait for the last telemetry.
  private static final long LAST_FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final FunctionSpec function;
  private final Clock clock;
  private final FunctionRuntime runtime;
  private final Sandbox sandbox;
  private final Endpoint endpoint;
  private final CodeStore.Code code;
  private final EnvironmentVariables variables;
  private final EnvironmentLog log;
  private final PlatformLog platform;
  private final Telemetry telemetry;

  private List<SandboxProcess> extensions = List.of();
  private @Nullable SandboxProcess runtimeProcess;

  /// Of the processes that run now, whether it has ended or not: extensions outlive their runtime.
  private @Nullable RuntimeSession current;

  Initialization(
      FunctionSpec function,
      Clock clock,
      FunctionRuntime runtime,
      Sandbox sandbox,
      Endpoint endpoint,
      CodeStore.Code code,
      EnvironmentVariables variables,
      EnvironmentLog log,
      PlatformLog platform,
      Telemetry telemetry) {
    this.function = function;
    this.clock = clock;
    this.runtime = runtime;
    this.sandbox = sandbox;
    this.endpoint = endpoint;
    this.code = code;
    this.variables = variables;
    this.log = log;
    this.platform = platform;
    this.telemetry = telemetry;
  }

  /// @param session present if the runtime is ready
  /// @param failure otherwise
  /// @param nanos that it took
  record Result(
      Optional<RuntimeSession> session, Optional<InitAnswer.Failed> failure, long nanos) {}

  /// @param phase `init`, or `invoke` when it is made up for during an invocation
  /// @param limitNanos after which it is given up
  /// @param pass the place at the gate that is held meanwhile
  Result run(String phase, Timeline timeline, long limitNanos, StartGate.@Nullable Pass pass)
      throws InterruptedException {
    long began = clock.now();
    Timeline.Mark init = timeline.beginAt("init", began).note("phase", phase);
    telemetry.begin();
    if (phase.equals("init")) {
      platform.initStart(began, phase, runtimeVersion());
    }
    Init about = new Init(variables.initializationType(), phase);
    telemetry.emit(initStart(began, about));
    if (pass != null) {
      CompletableFuture.delayedExecutor(GATE_PATIENCE_MS, TimeUnit.MILLISECONDS)
          .execute(pass::release);
    }
    Set<String> external = externalExtensions();
    RuntimeSession session =
        new RuntimeSession(
            new SessionProfile(
                function.name(),
                function.version(),
                function.handler(),
                function.account(),
                external),
            clock,
            telemetry::subscribe);
    current = session;
    endpoint.serve(session);
    InitAnswer answer = boot(session, external, init, began + limitNanos);
    long ended = clock.now();
    Result result =
        switch (answer) {
          case InitAnswer.Ready(long ready, Optional<InitStamps> stamps) -> {
            phases(init, began, ready, stamps);
            tell(session, about, TelemetryEvent.Result.SUCCESS, began, ready, ended);
            yield new Result(Optional.of(session), Optional.empty(), ended - began);
          }
          case InitAnswer.Failed failed -> {
            init.note("error-type", failed.errorType());
            tell(session, about, InvokeTelemetry.fatal(failed.errorType()), began, ended, ended);
            session.end(failed.errorType(), failed.payload());
            shutdown("failure");
            log.unfollow();
            boolean timeout = failed.errorType().equals("Sandbox.Timedout");
            platform.initReport(
                ended,
                phase,
                ended - began,
                timeout ? "timeout" : "error",
                timeout ? "" : failed.errorType());
            yield new Result(Optional.empty(), Optional.of(failed), ended - began);
          }
        };
    init.endAt(ended);
    return result;
  }

  /// Ends all processes within the time that AWS gives them, which depends on the extensions.
  ///
  /// @param reason `spindown`, `timeout` or `failure`
  void shutdown(String reason) {
    RuntimeSession session = current;
    current = null;
    SandboxProcess main = runtimeProcess;
    boolean external = session != null && session.hasExternalExtensions();
    if (session != null && main != null && session.hasExtensions()) {
      long budgetMs = external ? 2_000 : 500;
      long deadline = clock.now() + budgetMs * 1_000_000;
      main.terminate();
      await(List.of(main), external ? budgetMs * 3 / 10 : budgetMs);
      main.kill();
      if (external) {
        log.drain();
        telemetry.flush(LAST_FLUSH_NANOS);
        Set<String> told = Set.copyOf(session.shutdown(reason, deadline / 1_000_000));
        List<SandboxProcess> waitFor =
            extensions.stream().filter(e -> told.contains(e.name())).toList();
        await(waitFor, (deadline - clock.now()) / 1_000_000);
      }
    }
    if (session != null) {
      session.end("Sandbox.Failure", new byte[0]);
    }
    sandbox.killAll();
    telemetry.end();
  }

  /// Tells how init ended, and that nobody can subscribe any more.
  private void tell(
      RuntimeSession session,
      Init about,
      TelemetryEvent.Result result,
      long began,
      long runtimeDone,
      long ended) {
    if (!session.hasExtensions()) {
      telemetry.close();
      return;
    }
    log.drain();
    telemetry.emit(new TelemetryEvent.InitRuntimeDone(runtimeDone, about, result));
    for (RuntimeSession.ExtensionStatus extension : session.extensions()) {
      telemetry.emit(
          new TelemetryEvent.ExtensionState(
              ended,
              extension.name(),
              extension.state(),
              extension.events(),
              extension.errorType()));
    }
    telemetry.emit(new TelemetryEvent.InitReport(ended, about, result, ended - began));
    telemetry.close();
  }

  private TelemetryEvent.InitStart initStart(long began, Init about) {
    return new TelemetryEvent.InitStart(
        began,
        about,
        runtimeVersion(),
        PlatformLog.runtimeVersionArn(function, runtimeVersion()),
        function.name(),
        function.arn(),
        function.version(),
        sandbox.id(),
        function.memoryMb());
  }

  private InitAnswer boot(
      RuntimeSession session, Set<String> external, Timeline.Mark init, long deadline)
      throws InterruptedException {
    List<SandboxProcess> started = new ArrayList<>();
    try {
      if (!external.isEmpty()) {
        Timeline.Mark mark = init.begin("extension-init");
        for (String name : external) {
          SandboxProcess process =
              sandbox.exec(
                  name,
                  List.of(variables.paths().opt() + "/extensions/" + name),
                  variables.forExtension());
          log.follow(process, true);
          watch(process, session, "Extension.Crash");
          started.add(process);
        }
        extensions = List.copyOf(started);
        session.registered().get(deadline - clock.now(), TimeUnit.NANOSECONDS);
        mark.end();
      }
      Map<String, String> environment = variables.forRuntime();
      SandboxProcess process =
          sandbox.exec(
              "runtime", runtime.command().in(variables.paths(), environment), environment);
      runtimeProcess = process;
      log.follow(process, false);
      watch(process, session, "Runtime.ExitError");
      return session.init().get(deadline - clock.now(), TimeUnit.NANOSECONDS);
    } catch (InvalidEntrypoint e) {
      FunctionError error =
          new FunctionError(InvalidEntrypoint.ERROR_TYPE, String.valueOf(e.getMessage()));
      return new InitAnswer.Failed(error.type(), error.document(session.requestId().orElse("")));
    } catch (TimeoutException e) {
      FunctionError error = FunctionError.timeout(function.timeout());
      return new InitAnswer.Failed(error.type(), error.document(session.requestId().orElse("")));
    } catch (ExecutionException e) {
      throw new IllegalStateException("init: " + e.getCause(), e);
    }
  }

  private void watch(SandboxProcess process, RuntimeSession session, String extensionType) {
    long before = sandbox.outOfMemoryKills();
    process
        .exit()
        .handle((exit, failure) ->
            failure == null
                ? FunctionError.exit(exit, sandbox.outOfMemoryKills() > before)
                : FunctionError.notStarted(failure))
        .thenAccept(error -> {
          String type = extensionType.startsWith("Extension") ? extensionType : error.type();
          session.end(type, error.document(session.requestId().orElse("")));
        });
  }

  /// Tells runtime boot from function init where the runtime has said when the one ended and the
  /// other began.
  private void phases(Timeline.Mark init, long began, long ready, Optional<InitStamps> stamps) {
    Optional<Long> importing =
        stamps.flatMap(s ->
            clock instanceof SystemClock(long offset)
                ? Optional.of(s.importing() + offset)
                : Optional.empty());
    long from =
        Math.max(began, runtimeProcess == null ? began : Math.min(runtimeProcess.started(), ready));
    if (importing.isPresent() && importing.get() >= began && importing.get() <= ready) {
      init.record("runtime-boot", Origin.MEASURED, began, importing.get());
      init.record("function-init", Origin.MEASURED, importing.get(), ready);
    } else {
      init.record("runtime-boot-and-function-init", Origin.MEASURED, from, ready);
    }
  }

  private Set<String> externalExtensions() {
    Optional<Path> directory =
        code.opt().map(opt -> opt.resolve("extensions")).filter(Files::isDirectory);
    if (directory.isEmpty()) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(directory.get())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException("extensions: cannot list " + directory.get(), e);
    }
  }

  private String runtimeVersion() {
    String family = runtime.name().replaceAll("[0-9.].*", "");
    return runtime.version().isEmpty() ? runtime.name() : family + ":" + runtime.version();
  }

  private static void await(List<SandboxProcess> processes, long millis) {
    CompletableFuture<?>[] exits =
        processes.stream().map(SandboxProcess::exit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(Math.max(0, millis), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // their time is over: what still runs is killed next
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

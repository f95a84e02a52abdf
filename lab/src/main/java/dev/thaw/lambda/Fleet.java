package dev.thaw.lambda;

import dev.thaw.lambda.InvokeOutcome.Reason;
import dev.thaw.lambda.runtime.RuntimeUnavailable;
import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.runtimeapi.RuntimeApiListener;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.lambda.sandbox.SandboxException;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Places invocations in environments: the most recently used one that is free, one that is about
/// to be, or a new one, within Lambda's limits.
public final class Fleet implements Invoker {

  private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

  /// An answer is often followed by the next request before the runtime has asked for it; a little
  /// patience spares a cold start that AWS's network would have hidden. In milliseconds of a whole
  /// vCPU: a function with less memory has a smaller share of one and needs longer.
  private static final long FINISHING_PATIENCE_MS = 50;

  private static final int VCPU_MB = 1_769;

  private static final long SWEEP_MS = 1_000;

  private final Settings settings;
  private final Worker worker;
  private final MachineMemory memory = new MachineMemory();
  private final Concurrency concurrency;
  private final ScheduledThreadPoolExecutor timer;
  private final Heartbeat heartbeat;
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private final Set<Environment> alive = ConcurrentHashMap.newKeySet();
  private final Map<String, ScalingRate> rates = new ConcurrentHashMap<>();
  private final Map<String, ProvisionedFleet> provisioned = new ConcurrentHashMap<>();

  /// @param dataFolder where code is unpacked
  /// @param sharedCode whether environments share what was unpacked, or each pays for it
  /// @param accountConcurrency AWS's default is 1,000
  /// @param starts most environments that start at once
  /// @param access by which functions reach thaw as if it were AWS
  public record Settings(
      Path dataFolder,
      boolean sharedCode,
      KeepAlive keepAlive,
      int accountConcurrency,
      int starts,
      CloudAccess access) {

    public static Settings of(Path dataFolder) {
      int cores = Runtime.getRuntime().availableProcessors();
      return new Settings(dataFolder, true, KeepAlive.DEFAULT, 1_000, cores, CloudAccess.NONE);
    }
  }

  public Fleet(
      Settings settings,
      Clock clock,
      Timelines timelines,
      Sandboxes sandboxes,
      Runtimes runtimes,
      LogSink logs) {
    this(settings, clock, timelines, sandboxes, runtimes, logs, InvocationListener.NONE);
  }

  /// @param invocations is told of every one
  public Fleet(
      Settings settings,
      Clock clock,
      Timelines timelines,
      Sandboxes sandboxes,
      Runtimes runtimes,
      LogSink logs,
      InvocationListener invocations) {
    this.settings = settings;
    this.concurrency = new Concurrency(settings.accountConcurrency());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("lambda-recycling").factory());
    this.heartbeat = new Heartbeat(clock);
    Path code = settings.dataFolder().resolve("code");
    Directories.delete(code.resolve("environments"));
    this.worker =
        new Worker(
            clock,
            timelines,
            new RuntimeApiListener(),
            sandboxes::start,
            runtimes::resolve,
            new CodeStore(
                code,
                settings.sharedCode() ? CodeStore.Sharing.MACHINE : CodeStore.Sharing.NONE,
                dev.thaw.lambda.code.CodePackage::unpack),
            new StartGate(settings.starts(), memory, memory.total() / 10),
            logs,
            invocations,
            heartbeat,
            settings.access());
    timer.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public InvokeOutcome invoke(FunctionSpec function, InvokeRequest request) {
    LifecycleEvents.Dispatched event = new LifecycleEvents.Dispatched();
    event.begin();
    Timeline.Mark dispatch = request.timeline().begin("dispatch");
    Optional<Reason> full = concurrency.enter(function.arn());
    if (full.isPresent()) {
      return throttled(function, request, dispatch, full.get());
    }
    try {
      entered(function);
      Placement placement = place(function);
      dispatch.note("cold", placement.cold()).end();
      event.requestId = request.requestId();
      event.cold = placement.cold();
      event.commit();
      return run(placement, request);
    } catch (NoPlace e) {
      return throttled(function, request, dispatch, e.reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new InvokeOutcome.Unavailable("Sandbox.Failure", "interrupted: thaw is shutting down");
    } finally {
      concurrency.leave(function.arn());
    }
  }

  private void entered(FunctionSpec function) {
    worker
        .invocations()
        .entered(
            function,
            worker.clock().now(),
            concurrency.running(function.arn()),
            concurrency.running());
  }

  private InvokeOutcome throttled(
      FunctionSpec function, InvokeRequest request, Timeline.Mark dispatch, Reason reason) {
    dispatch.note("throttled", reason.wireName()).end();
    worker.invocations().throttled(function, request.invokedArn(), worker.clock().now());
    return new InvokeOutcome.Throttled(reason);
  }

  @Override
  public void retire(String arn, String version, String keep) {
    pools.forEach((key, pool) -> {
      FunctionSpec function = pool.function();
      if (function.arn().equals(arn)
          && function.version().equals(version)
          && !function.revision().equals(keep)
          && pools.remove(key, pool)) {
        end(pool.close(), "spindown");
      }
    });
    if (keep.isEmpty()) {
      Optional.ofNullable(provisioned.remove(arn + ":" + version))
          .ifPresent(ProvisionedFleet::close);
    }
  }

  @Override
  public void reserve(String arn, int limit) {
    concurrency.reserve(arn, limit);
  }

  @Override
  public void provision(FunctionSpec function, int count) {
    String key = function.arn() + ":" + function.version();
    Optional.ofNullable(provisioned.remove(key)).ifPresent(ProvisionedFleet::close);
    if (count > 0) {
      ProvisionedFleet fleet = new ProvisionedFleet(function, count, this::startProvisioned);
      provisioned.put(key, fleet);
      fleet.fill();
    } else {
      Pool pool = pools.get(key(function));
      if (pool != null) {
        List<Environment> surplus = new ArrayList<>();
        for (KeepAlive.Idle idle : pool.idle()) {
          if (idle.provisioned()) {
            pool.withdrawIdle(idle.id()).ifPresent(surplus::add);
          }
        }
        end(surplus, "spindown");
      }
    }
  }

  @Override
  public Provisioned provisioned(String arn, String version) {
    ProvisionedFleet fleet = provisioned.get(arn + ":" + version);
    return fleet == null ? new Provisioned(0, 0, 0, "") : fleet.state();
  }

  /// Records a call of AWS that a function made of thaw on what is recorded of that function.
  ///
  /// @param environment id of the caller; unknown ones are passed over
  /// @param operation for example `s3:GetObject`
  /// @param began nanoseconds since the epoch
  /// @param ended nanoseconds since the epoch
  public void called(String environment, String operation, long began, long ended) {
    alive.stream()
        .filter(each -> each.id().equals(environment))
        .findFirst()
        .ifPresent(caller -> caller.called(operation, began, ended));
  }

  /// The environments that are alive, for those who look at them.
  public List<EnvironmentView> environments() {
    return alive.stream()
        .map(e ->
            new EnvironmentView(
                e.id(),
                e.function().arn(),
                e.function().version(),
                e.state(),
                e.timeline().startedAt(),
                e.invocations(),
                e.provisioned()))
        .toList();
  }

  /// @param state `starting`, `idle`, `frozen` or `busy`
  /// @param started nanoseconds since the epoch
  public record EnvironmentView(
      String id,
      String function,
      String version,
      String state,
      long started,
      long invocations,
      boolean provisioned) {}

  @Override
  public void close() {
    timer.shutdownNow();
    provisioned.values().forEach(ProvisionedFleet::close);
    pools.values().forEach(Pool::close);
    end(List.copyOf(alive), "spindown");
    worker.listener().close();
    heartbeat.close();
  }

  private record Placement(Pool pool, Environment environment, boolean cold) {}

  private static final class NoPlace extends Exception {
    private static final long serialVersionUID = 1L;
    final transient Reason reason;

    NoPlace(Reason reason) {
      super(reason.wireName(), null, false, false);
      this.reason = reason;
    }
  }

  private Placement place(FunctionSpec function) throws NoPlace, InterruptedException {
    while (true) {
      Pool pool = pools.computeIfAbsent(key(function), key -> new Pool(function));
      switch (pool.take()) {
        case Pool.Offer.Reuse(Environment environment) -> {
          return new Placement(pool, environment, false);
        }
        case Pool.Offer.Soon(CompletableFuture<Environment> soon) -> {
          Optional<Environment> came = await(pool, soon, patienceMs(function));
          if (came.isPresent()) {
            return new Placement(pool, came.get(), false);
          }
        }
        case Pool.Offer.None() -> {}
      }
      if (!rates
          .computeIfAbsent(function.arn(), arn -> ScalingRate.aws(worker.clock().now()))
          .start(worker.clock().now())) {
        throw new NoPlace(Reason.FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED);
      }
      Environment fresh = environment(function, false, pool);
      pool.added(fresh);
      return new Placement(pool, fresh, true);
    }
  }

  private Environment environment(FunctionSpec function, boolean provisioned, Pool pool) {
    Environment fresh = new Environment(function, worker, provisioned, e -> released(pool, e));
    alive.add(fresh);
    fresh.gone().thenRun(() -> alive.remove(fresh));
    return fresh;
  }

  private static long patienceMs(FunctionSpec function) {
    return FINISHING_PATIENCE_MS * Math.max(1, VCPU_MB / function.memoryMb());
  }

  private static Optional<Environment> await(
      Pool pool, CompletableFuture<Environment> soon, long patienceMs) throws InterruptedException {
    try {
      return Optional.of(soon.get(patienceMs, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return pool.withdraw(soon);
    } catch (ExecutionException e) {
      throw new IllegalStateException("pool: " + e.getCause(), e);
    }
  }

  private InvokeOutcome run(Placement placement, InvokeRequest request)
      throws InterruptedException {
    Environment environment = placement.environment();
    if (placement.cold()) {
      Timeline.Mark coldStart = request.timeline().begin("cold-start");
      try {
        environment.start(this::relieve);
      } catch (RuntimeUnavailable e) {
        placement.pool().removed(environment);
        return new InvokeOutcome.Unavailable(
            "Runtime.InvalidEntrypoint", String.valueOf(e.getMessage()));
      } catch (SandboxException | java.io.UncheckedIOException e) {
        placement.pool().removed(environment);
        LOG.log(
            System.Logger.Level.ERROR,
            "cannot start an environment of " + environment.function().arn(),
            e);
        return new InvokeOutcome.Unavailable("Sandbox.Failure", String.valueOf(e.getMessage()));
      } finally {
        coldStart.end();
      }
    }
    try {
      return environment.invoke(request, placement.cold());
    } finally {
      placement.pool().answered(environment);
    }
  }

  private void released(Pool pool, Environment environment) {
    if (!pool.release(environment)) {
      Thread.ofVirtual().start(() -> environment.end("spindown"));
    }
  }

  private Optional<Environment> startProvisioned(FunctionSpec function)
      throws InterruptedException {
    Pool pool = pools.computeIfAbsent(key(function), key -> new Pool(function));
    Environment fresh = environment(function, true, pool);
    pool.added(fresh);
    fresh.start(this::relieve);
    if (!fresh.ready()) {
      pool.removed(fresh);
      fresh.end("failure");
      return Optional.empty();
    }
    released(pool, fresh);
    return Optional.of(fresh);
  }

  private void sweep() {
    try {
      recycle(0);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "recycling", e);
    }
  }

  /// Frees memory for a start: bigger functions go first.
  private void relieve() {
    long missing = memory.total() / 10 - memory.available();
    recycle(Math.max(1, missing >> 20));
  }

  private void recycle(long shortMb) {
    List<KeepAlive.Idle> idle =
        pools.values().stream().flatMap(pool -> pool.idle().stream()).toList();
    for (String id : settings.keepAlive().recycle(idle, worker.clock().now(), shortMb)) {
      for (Pool pool : pools.values()) {
        pool.withdrawIdle(id).ifPresent(e -> Thread.ofVirtual().start(() -> e.end("spindown")));
      }
    }
    provisioned.values().forEach(ProvisionedFleet::fill);
  }

  private static void end(List<Environment> environments, String reason) {
    List<Thread> threads =
        environments.stream().map(e -> Thread.ofVirtual().start(() -> e.end(reason))).toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static String key(FunctionSpec function) {
    return function.arn() + ":" + function.version() + ":" + function.revision();
  }
}

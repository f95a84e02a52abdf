package dev.thaw.measure;

import dev.thaw.wire.http.HttpFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Warm calls of one arm at a time: bursts of requests with nothing between them, and between the
/// bursts the records are fetched, so that fetching disturbs no call that counts.
final class WarmRun implements AutoCloseable {

  /// Counted calls of one connection in one burst.
  private static final int BURST = 50;

  /// Uncounted calls at the beginning of a burst, after the pause for fetching.
  private static final int LEAD = 2;

  private final Caller caller;
  private final ColdWarmPlan plan;
  private final List<OpenDoor> connections = new ArrayList<>();
  private final ExecutorService threads;

  /// A call that was answered, or why it was not.
  private sealed interface Call {
    record Answered(Invoked invoked) implements Call {}

    record Lost(double ms, String reason) implements Call {}
  }

  WarmRun(Caller caller, ColdWarmPlan plan) {
    this.caller = caller;
    this.plan = plan;
    for (int i = 0; i < plan.concurrency(); i++) {
      connections.add(caller.door().another());
    }
    // platform threads: a virtual one would be woken by another thread, in the middle of a stamp
    this.threads = Executors.newFixedThreadPool(plan.concurrency(), Thread.ofPlatform().factory());
  }

  void run(ArmLog log, Steps steps) throws InterruptedException {
    String function = log.arm().function();
    String what = "warm calls, " + log.arm().memoryMb() + " MB";
    int each = Math.ceilDiv(plan.warm(), plan.concurrency());
    // every connection calls at once from the beginning, which brings up an environment for each
    for (Call call : burst(function, Math.max(1, plan.warmup()), true)) {
      if (call instanceof Call.Answered(Invoked invoked)) {
        Caller.mustSucceed(function, invoked);
        Taken taken = caller.warm(invoked);
        log.memory(taken);
        caller.objectionToWarm(taken);
      }
    }
    for (int done = 0; done < each; done += BURST) {
      steps.step(what, done * plan.concurrency(), each * plan.concurrency());
      burst(function, LEAD, false);
      for (Call call : burst(function, Math.min(BURST, each - done), false)) {
        switch (call) {
          case Call.Answered(Invoked invoked) -> {
            Taken taken = caller.warm(invoked);
            log.warm(taken, caller.objectionToWarm(taken));
          }
          case Call.Lost(double ms, String reason) -> log.warmLost(ms, reason);
        }
      }
    }
    steps.step(what, each * plan.concurrency(), each * plan.concurrency());
  }

  private List<Call> burst(String function, int each, boolean tail) throws InterruptedException {
    List<Callable<List<Call>>> tasks = new ArrayList<>();
    for (OpenDoor door : connections) {
      tasks.add(() -> {
        List<Call> calls = new ArrayList<>(each);
        for (int i = 0; i < each; i++) {
          calls.add(call(door, function, tail));
        }
        return calls;
      });
    }
    List<Call> all = new ArrayList<>();
    for (Future<List<Call>> future : threads.invokeAll(tasks)) {
      try {
        all.addAll(future.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof MeasureException known
            ? known
            : new MeasureException("warm calls of " + function + ": " + e.getCause(), e);
      }
    }
    return all;
  }

  private static Call call(OpenDoor door, String function, boolean tail) {
    long start = System.nanoTime();
    try {
      return new Call.Answered(door.call(function, tail));
    } catch (HttpFailure | ApiException e) {
      return new Call.Lost((System.nanoTime() - start) / 1e6, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    connections.forEach(OpenDoor::close);
  }
}

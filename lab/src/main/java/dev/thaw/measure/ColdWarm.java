package dev.thaw.measure;

import dev.thaw.measure.result.Isolation;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.RuntimeUsed;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.HttpFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// The experiment of `thaw measure`: cold starts of every arm, interleaved in random order so that
/// a drifting machine meets all arms alike, then warm calls of each.
///
/// A cold start is made by changing the function's description, which on AWS as on thaw retires its
/// environments, and is believed only if its environment was never seen before and was started
/// after the request had come. What is not believed is kept and tagged. The call after it, the
/// first warm one of that environment, is kept apart from the later ones.
public final class ColdWarm {

  /// Rounds of one cold and one warm call per arm before anything counts: thaw and this program are
  /// cold themselves at first.
  private static final int UNCOUNTED_ROUNDS = 3;

  /// Cold tries of an arm beyond the planned ones, at least.
  private static final int SPARE_TRIES = 5;

  private final LambdaApi api;
  private final Steps steps;

  public ColdWarm(LambdaApi api, Steps steps) {
    this.api = api;
    this.steps = steps;
  }

  /// Runs the plan. Descriptions of the functions are put back at the end.
  ///
  /// @throws MeasureException if a function fails from the start, nothing counts or the endpoint
  ///   cannot be reached
  /// @throws ApiException if the endpoint refuses
  public MeasureResult run(ColdWarmPlan plan) throws InterruptedException {
    try (OpenDoor door = open(plan.door())) {
      return run(plan, new Caller(api, door, plan.seed()));
    }
  }

  private OpenDoor open(Door door) {
    return switch (door) {
      case Door.Invoke(byte[] event) -> new InvokeDoor(api, event);
      case Door.Url url -> new UrlDoor(url, Clock.system());
    };
  }

  private MeasureResult run(ColdWarmPlan plan, Caller caller) throws InterruptedException {
    Instant started = Instant.now();
    Map<String, FunctionState> before = new LinkedHashMap<>();
    for (Arm arm : plan.arms()) {
      before.put(arm.function(), api.configuration(arm.function()));
    }
    List<ArmLog> logs = plan.arms().stream().map(ArmLog::new).toList();
    Random random = new Random(plan.seed());
    try {
      Machine machine = Machine.watch();
      warmThaw(caller, logs);
      coldStarts(caller, logs, plan, random);
      if (plan.warm() > 0) {
        try (WarmRun warm = new WarmRun(caller, plan)) {
          for (ArmLog log : shuffled(logs, random)) {
            warm.run(log, steps);
          }
        }
      }
      Machine.Observed observed = machine.observed();
      FunctionState any = before.values().iterator().next();
      Optional<TimelineView> environment =
          logs.stream().flatMap(log -> log.environment().stream()).findFirst();
      return new MeasureResult(
          plan.thawVersion(),
          started,
          plan.target(),
          caller.door().reached(),
          any.handler(),
          runtime(any, environment),
          isolation(environment),
          logs.stream().map(log -> log.variant(plan)).toList(),
          observed.machine(),
          plan.seed(),
          plan.order(),
          observed.spoilt());
    } finally {
      restore(before);
    }
  }

  private void warmThaw(Caller caller, List<ArmLog> logs) {
    int total = UNCOUNTED_ROUNDS * logs.size();
    for (int i = 0; i < total; i++) {
      steps.step("warm-up", i, total);
      String function = logs.get(i % logs.size()).arm().function();
      caller.makeCold(function);
      for (int call = 0; call < 2; call++) {
        Invoked invoked = callOrFail(caller.door(), function, call == 0);
        Caller.mustSucceed(function, invoked);
        caller.objectionToWarm(caller.warm(invoked));
      }
    }
    steps.step("warm-up", total, total);
  }

  private static Invoked callOrFail(OpenDoor door, String function, boolean anew) {
    try {
      return anew ? door.callAnew(function, true) : door.call(function, true);
    } catch (HttpFailure e) {
      throw new MeasureException("call of " + function + ": " + e.getMessage(), e);
    }
  }

  private void coldStarts(Caller caller, List<ArmLog> logs, ColdWarmPlan plan, Random random) {
    int total = plan.cold() * logs.size();
    int most = plan.cold() + Math.max(SPARE_TRIES, plan.cold());
    List<ArmLog> unfinished = logs;
    while (!unfinished.isEmpty()) {
      unfinished =
          logs.stream()
              .filter(log -> log.coldCount() < plan.cold() && log.coldTries() < most)
              .toList();
      for (ArmLog log : shuffled(unfinished, random)) {
        steps.step("cold starts", logs.stream().mapToInt(ArmLog::coldCount).sum(), total);
        coldStart(caller, log);
      }
    }
    steps.step("cold starts", logs.stream().mapToInt(ArmLog::coldCount).sum(), total);
    for (ArmLog log : logs) {
      if (plan.cold() > 0 && log.coldCount() == 0) {
        throw new MeasureException(
            "no cold start of %s counts out of %d: %s"
                .formatted(log.arm().function(), log.coldTries(), log.lastObjection()));
      }
    }
  }

  private void coldStart(Caller caller, ArmLog log) {
    String function = log.arm().function();
    caller.makeCold(function);
    long start = System.nanoTime();
    try {
      Taken taken = caller.cold(caller.door().callAnew(function, true));
      Optional<String> objection = caller.objectionToCold(taken);
      log.cold(taken, objection);
      if (objection.isEmpty()) {
        start = System.nanoTime();
        Taken next = caller.warm(caller.door().call(function, false));
        log.first(next, caller.objectionToFirst(taken, next));
      }
    } catch (HttpFailure | ApiException e) {
      log.coldLost((System.nanoTime() - start) / 1e6, String.valueOf(e.getMessage()));
    }
  }

  private void restore(Map<String, FunctionState> before) {
    before.forEach((function, state) -> {
      try {
        api.updateDescription(function, state.description());
      } catch (ApiException | MeasureException e) {
        System.getLogger(ColdWarm.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "the description of {0} is not put back: {1}",
                function,
                e.getMessage());
      }
    });
  }

  private static List<ArmLog> shuffled(List<ArmLog> logs, Random random) {
    List<ArmLog> order = new ArrayList<>(logs);
    Collections.shuffle(order, random);
    return order;
  }

  private static RuntimeUsed runtime(FunctionState function, Optional<TimelineView> environment) {
    return new RuntimeUsed(
        function.runtime(),
        environment.flatMap(seen -> seen.attribute("runtime-executable")),
        environment.flatMap(seen -> seen.attribute("runtime-version")));
  }

  /// What the environment's record says about the enforcement of limits.
  private static Isolation isolation(Optional<TimelineView> environment) {
    if (environment.isEmpty()) {
      return new Isolation("unknown", List.of());
    }
    TimelineView seen = environment.get();
    String by = seen.attribute("limits").orElse("unknown");
    List<Isolation.Limit> limits = new ArrayList<>();
    for (String name : List.of("memory", "cpu", "processes", "tmp")) {
      seen.attribute(name + "-enforced")
          .ifPresent(enforced ->
              limits.add(
                  new Isolation.Limit(
                      name,
                      enforced.equals("true"),
                      enforced.equals("true") ? by : "not enforced by " + by)));
    }
    seen.attribute("freezer")
        .ifPresent(how -> limits.add(new Isolation.Limit("freeze", !how.equals("none"), how)));
    return new Isolation(seen.attribute("isolation").orElse("unknown"), limits);
  }
}

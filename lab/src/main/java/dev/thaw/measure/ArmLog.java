package dev.thaw.measure;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.MemoryUse;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.WarmCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything that was seen of one arm.
final class ArmLog {

  private final Arm arm;
  private final List<Taken> cold = new ArrayList<>();
  private final List<Discarded> coldDiscarded = new ArrayList<>();
  private final List<Double> first = new ArrayList<>();
  private final List<Taken> warm = new ArrayList<>();
  private final List<Discarded> warmDiscarded = new ArrayList<>();
  private OptionalInt maxMemoryMb = OptionalInt.empty();

  ArmLog(Arm arm) {
    this.arm = arm;
  }

  Arm arm() {
    return arm;
  }

  int coldCount() {
    return cold.size();
  }

  int coldTries() {
    return cold.size() + coldDiscarded.size();
  }

  String lastObjection() {
    return coldDiscarded.isEmpty() ? "none was tried" : coldDiscarded.getLast().reason();
  }

  void cold(Taken taken, Optional<String> objection) {
    memory(taken);
    if (objection.isEmpty()) {
      cold.add(taken);
    } else {
      coldDiscarded.add(new Discarded(taken.ms(), objection.get()));
    }
  }

  void coldLost(double ms, String reason) {
    coldDiscarded.add(new Discarded(ms, reason));
  }

  void first(Taken taken, Optional<String> objection) {
    if (objection.isEmpty()) {
      first.add(taken.ms());
    } else {
      warmDiscarded.add(new Discarded(taken.ms(), objection.get()));
    }
  }

  void warm(Taken taken, Optional<String> objection) {
    memory(taken);
    if (objection.isEmpty()) {
      warm.add(taken);
    } else {
      warmDiscarded.add(new Discarded(taken.ms(), objection.get()));
    }
  }

  void warmLost(double ms, String reason) {
    warmDiscarded.add(new Discarded(ms, reason));
  }

  void memory(Taken taken) {
    OptionalInt used = taken.report().map(ReportLine::maxMemoryUsedMb).orElse(OptionalInt.empty());
    if (used.isPresent()) {
      maxMemoryMb = OptionalInt.of(Math.max(used.getAsInt(), maxMemoryMb.orElse(0)));
    }
  }

  /// An environment that was started for this arm, as thaw recorded it.
  Optional<TimelineView> environment() {
    return cold.stream().flatMap(taken -> taken.environment().stream()).findFirst();
  }

  Variant variant(ColdWarmPlan plan) {
    List<Double> init =
        cold.stream()
            .flatMap(taken -> taken.report().stream())
            .flatMap(report -> report.initMs().stream().boxed())
            .toList();
    ColdStarts starts =
        new ColdStarts(
            Distributions.of(cold.stream().map(Taken::ms).toList()),
            Taken.phases(cold, ColdStarts.PHASES),
            init.isEmpty() ? Optional.empty() : Optional.of(Distributions.of(init)),
            coldDiscarded,
            Taken.typical(cold));
    WarmCalls calls =
        new WarmCalls(
            Distributions.of(warm.stream().map(Taken::ms).toList()),
            Distributions.of(first),
            plan.warmup(),
            plan.concurrency(),
            Taken.phases(warm, WarmCalls.PHASES),
            warmDiscarded,
            Taken.typical(warm));
    return new Variant(arm.memoryMb(), arm.packaged(), starts, calls, new MemoryUse(maxMemoryMb));
  }
}

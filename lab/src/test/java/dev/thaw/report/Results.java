package dev.thaw.report;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.Isolation;
import dev.thaw.measure.result.MachineRecord;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.MemoryUse;
import dev.thaw.measure.result.PackageSize;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.RuntimeUsed;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.WarmCalls;
import dev.thaw.measure.result.Waterfall;
import dev.thaw.timeline.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Results to show, without a run.
final class Results {

  private Results() {}

  /// Cold starts around 100 ms with an interval of 90 to 110, warm calls of 1 ms.
  static MeasureResult of(String target, int warmSamples) {
    Distribution cold = around(100, 30);
    Waterfall waterfall =
        new Waterfall(
            "id",
            100,
            List.of(
                new Waterfall.Bar("sandbox", 0, Origin.MEASURED, 0, 20),
                new Waterfall.Bar("distance", 0, Origin.EMULATED, 20, 30)));
    ColdStarts colds =
        new ColdStarts(
            cold,
            List.of(
                new PhaseCost("function-init", Origin.MEASURED, around(60, 30)),
                new PhaseCost("sandbox", Origin.MEASURED, around(20, 30))),
            Optional.of(around(80, 30)),
            List.of(),
            Optional.of(waterfall));
    WarmCalls warm =
        new WarmCalls(
            around(1, warmSamples),
            around(2, 30),
            50,
            1,
            List.of(),
            List.of(),
            Optional.of(waterfall));
    MachineRecord.Reading reading =
        new MachineRecord.Reading(OptionalDouble.of(0), OptionalDouble.of(0), 1, 2);
    return new MeasureResult(
        "0.1.0",
        Instant.EPOCH,
        target,
        Optional.empty(),
        "app.handler",
        new RuntimeUsed("python3.13", Optional.empty(), Optional.empty()),
        new Isolation(
            "unshare", List.of(new Isolation.Limit("memory", false, "no control groups"))),
        List.of(
            new Variant(
                128,
                new PackageSize(370, OptionalLong.empty(), List.of()),
                colds,
                warm,
                new MemoryUse(OptionalInt.of(15)))),
        new MachineRecord("cpu", 2, 24_000, "Linux", "25", Optional.empty(), reading, reading),
        1,
        "sequential",
        List.of());
  }

  private static Distribution around(double p50, int n) {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      samples.add(p50 * (0.8 + 0.4 * i / n));
    }
    return new Distribution(
        samples,
        Optional.of(Estimate.of(p50, p50 * 0.9, p50 * 1.1)),
        Optional.empty(),
        Optional.empty());
  }
}

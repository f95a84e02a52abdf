package dev.thaw.measure.result;

import dev.thaw.timeline.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/// Made-up runs for tests: the same every time, and shaped like real ones.
public final class Runs {

  private Runs() {}

  /// A Flask application at these memory sizes.
  public static MeasureResult flask(int... memoryMb) {
    List<Variant> variants = new ArrayList<>();
    for (int mb : memoryMb) {
      variants.add(variant(mb));
    }
    return of(variants, List.of());
  }

  public static MeasureResult of(List<Variant> variants, List<String> spoilt) {
    return new MeasureResult(
        "0.1.0",
        Instant.parse("2026-11-24T10:15:30Z"),
        "examples/flask-app",
        Optional.empty(),
        "app.handler",
        new RuntimeUsed("python3.13", Optional.of("/usr/bin/python3.13"), Optional.of("3.13.2")),
        new Isolation(
            "namespaces",
            List.of(
                new Isolation.Limit("memory", true, "cgroup v2"),
                new Isolation.Limit("cpu", true, "cgroup v2"),
                new Isolation.Limit("processes", false, "no pids controller"))),
        variants,
        machine(),
        42,
        "random interleaved",
        spoilt);
  }

  /// A run through a URL that thaw answers for; the figures are those of [#flask].
  public static MeasureResult byUrl() {
    MeasureResult flask = flask(512);
    return new MeasureResult(
        flask.thawVersion(),
        flask.started(),
        flask.target(),
        Optional.of(
            new Reached(
                "GET",
                "https://a1b2c3.execute-api.us-east-1.amazonaws.com/api/",
                "127.0.0.1",
                35_001,
                "override",
                Optional.of("TLSv1.3"))),
        flask.handler(),
        flask.runtime(),
        flask.isolation(),
        flask.variants(),
        flask.machine(),
        flask.seed(),
        flask.order(),
        flask.spoilt());
  }

  public static MachineRecord machine() {
    return new MachineRecord(
        "AMD EPYC 7B13",
        2,
        7_960,
        "Linux 6.1.0",
        "25.0.3",
        Optional.empty(),
        new MachineRecord.Reading(OptionalDouble.of(0.42), OptionalDouble.of(0), 61, 240),
        new MachineRecord.Reading(OptionalDouble.of(1.07), OptionalDouble.of(0.4), 66, 810.5));
  }

  public static Variant variant(int mb) {
    Random random = new Random(mb);
    double slow = Math.max(1, Math.min(4, 1769.0 / mb / 2));
    Map<String, Double> typical =
        new LinkedHashMap<>(
            Map.of("unpack", 9.0, "sandbox", 11.0, "runtime-boot", 15.0, "function-init", 96.0));
    List<PhaseCost> phases = new ArrayList<>();
    double[] totals = new double[30];
    for (String name : ColdStarts.PHASES) {
      double cost =
          switch (name) {
            case "download" -> 24;
            case "first-invoke" -> 4.2 * slow;
            case "overhead" -> 2.1;
            case "place", "gate" -> 0.04;
            default -> typical.getOrDefault(name, 0.0);
          };
      if (cost == 0) {
        continue;
      }
      double[] samples = lognormal(random, 30, cost, 0.12);
      for (int i = 0; i < 30; i++) {
        totals[i] += samples[i];
      }
      Origin origin = name.equals("download") ? Origin.EMULATED : Origin.MEASURED;
      phases.add(new PhaseCost(name, origin, distribution(samples)));
    }
    double[] init = lognormal(random, 30, 118, 0.1);
    double[] warm = lognormal(random, 400, 0.9 * slow, 0.25);
    double[] first = lognormal(random, 30, 2.6 * slow, 0.3);
    List<PhaseCost> warmPhases =
        List.of(
            phase("dispatch", random, 0.08),
            phase("thaw", random, 0.05),
            phase("invoke", random, 0.62 * slow),
            phase("overhead", random, 0.15 * slow));
    return new Variant(
        mb,
        new PackageSize(
            3_482_112,
            OptionalLong.of(11_204_551),
            List.of(
                new PackageSize.Dependency("werkzeug", 1_901_220),
                new PackageSize.Dependency("jinja2", 1_204_551))),
        new ColdStarts(
            distribution(totals),
            phases,
            Optional.of(distribution(init)),
            List.of(new Discarded(3.2, "warm where cold was wanted")),
            Optional.of(coldWaterfall())),
        new WarmCalls(
            distribution(warm),
            distribution(first),
            5,
            1,
            warmPhases,
            List.of(),
            Optional.of(warmWaterfall())),
        new MemoryUse(OptionalInt.of(48)));
  }

  /// A variant of which nearly nothing is known: these cold starts, no warm call.
  public static Variant few(double... cold) {
    return new Variant(
        256,
        new PackageSize(1, OptionalLong.empty(), List.of()),
        new ColdStarts(
            distribution(cold), List.of(), Optional.empty(), List.of(), Optional.empty()),
        new WarmCalls(
            Distribution.EMPTY, Distribution.EMPTY, 0, 1, List.of(), List.of(), Optional.empty()),
        new MemoryUse(OptionalInt.empty()));
  }

  /// A distribution with its exact intervals, worked out plainly.
  public static Distribution distribution(double... samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    List<Double> list = Arrays.stream(samples).boxed().toList();
    if (n == 0) {
      return Distribution.EMPTY;
    }
    return new Distribution(
        list,
        Optional.of(n < 6 ? Estimate.bare(at(sorted, 0.5)) : estimate(sorted, 0.5)),
        n < 29 ? Optional.empty() : Optional.of(estimate(sorted, 0.9)),
        n < 299 ? Optional.empty() : Optional.of(estimate(sorted, 0.99)));
  }

  private static Estimate estimate(double[] sorted, double p) {
    double half = 1.96 * Math.sqrt(p * (1 - p) / sorted.length);
    return Estimate.of(at(sorted, p), at(sorted, p - half), at(sorted, p + half));
  }

  private static double at(double[] sorted, double p) {
    int index = (int) Math.floor(p * (sorted.length - 1));
    return sorted[Math.clamp(index, 0, sorted.length - 1)];
  }

  private static PhaseCost phase(String name, Random random, double cost) {
    return new PhaseCost(name, Origin.MEASURED, distribution(lognormal(random, 400, cost, 0.2)));
  }

  private static double[] lognormal(Random random, int n, double median, double sigma) {
    return random.doubles(n).map(_ -> median * Math.exp(sigma * random.nextGaussian())).toArray();
  }

  private static Waterfall coldWaterfall() {
    return new Waterfall(
        "8f5a1c9e-4a0e-4c4e-9d57-1c2b7f0a9e11",
        161.2,
        List.of(
            bar("place", 0, 0.3, 0.04),
            bar("download", 0, 0.4, 24),
            bar("unpack", 0, 24.4, 9),
            bar("sandbox", 0, 33.4, 11),
            bar("runtime-boot", 0, 44.4, 15),
            bar("function-init", 0, 59.4, 96),
            bar("first-invoke", 0, 155.5, 4.2)));
  }

  private static Waterfall warmWaterfall() {
    return new Waterfall(
        "0b51c1d2-7a51-4f7e-8a39-77e1f9a5c0de",
        0.9,
        List.of(
            bar("dispatch", 0, 0.05, 0.08),
            bar("thaw", 1, 0.1, 0.03),
            bar("invoke", 0, 0.15, 0.62)));
  }

  private static Waterfall.Bar bar(String name, int depth, double start, double duration) {
    Origin origin = name.equals("download") ? Origin.EMULATED : Origin.MEASURED;
    return new Waterfall.Bar(name, depth, origin, start, duration);
  }
}

package dev.thaw.report;

import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.MachineRecord;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.Reached;
import dev.thaw.measure.result.Variant;
import dev.thaw.timeline.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Under which conditions the figures came about, as names and texts.
final class Conditions {

  private Conditions() {}

  static Map<String, List<String>> of(MeasureResult result) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    Variant first = result.variants().getFirst();
    all.put(
        "Cold starts",
        List.of(
            "Each in an environment of its own, verified by its identity. Order over memory sizes: "
                + result.order()
                + ", seed "
                + result.seed()
                + "."));
    all.put(
        "Warm calls",
        List.of(
            first.warm().warmup()
                + " calls before counting, "
                + first.warm().concurrency()
                + " in flight at once."));
    result.reached().ifPresent(reached -> all.put("Called through", List.of(door(reached))));
    all.put("Origin", List.of(origin(result)));
    all.put("Not counted", discarded(result));
    all.put(
        "Runtime",
        List.of(
            result.runtime().name()
                + result.runtime().path().map(p -> ", " + p).orElse("")
                + result.runtime().version().map(v -> ", " + v).orElse("")));
    List<String> isolation = new ArrayList<>(List.of(result.isolation().kind()));
    result
        .isolation()
        .limits()
        .forEach(l ->
            isolation.add(
                l.name() + ": " + (l.enforced() ? "enforced" : "not enforced") + ", " + l.how()));
    all.put("Isolation", isolation);
    all.put("Machine", machine(result.machine()));
    all.put("thaw", List.of(result.thawVersion()));
    return all;
  }

  /// The URL, and what a caller pays for to reach it.
  static String door(Reached reached) {
    String found =
        switch (reached.source()) {
          case "override" -> "where thaw is; no name was looked up";
          case "literal" -> "no name to look up";
          case "hosts-file" -> "found in the hosts file";
          default -> "looked up";
        };
    return reached.method()
        + " "
        + reached.url()
        + " at "
        + reached.address()
        + ", port "
        + reached.port()
        + " ("
        + found
        + "), "
        + reached.tls().orElse("no TLS")
        + "; each cold start over a new connection";
  }

  private static String origin(MeasureResult result) {
    TreeSet<String> emulated = new TreeSet<>();
    for (Variant variant : result.variants()) {
      Stream.concat(variant.cold().phases().stream(), variant.warm().phases().stream())
          .filter(p -> p.origin() == Origin.EMULATED)
          .forEach(p -> emulated.add(p.name()));
      Stream.concat(variant.cold().typical().stream(), variant.warm().typical().stream())
          .flatMap(w -> w.bars().stream())
          .filter(b -> b.origin() == Origin.EMULATED)
          .forEach(b -> emulated.add(b.name()));
    }
    return emulated.isEmpty()
        ? "Everything was measured on this machine; nothing is emulated."
        : "Emulated, to stand for what is not here: "
            + String.join(", ", emulated)
            + ". Everything else was measured on this machine.";
  }

  private static List<String> discarded(MeasureResult result) {
    List<String> lines = new ArrayList<>();
    for (Variant variant : result.variants()) {
      Map<String, Integer> reasons = new LinkedHashMap<>();
      Stream.concat(variant.cold().discarded().stream(), variant.warm().discarded().stream())
          .map(Discarded::reason)
          .forEach(reason -> reasons.merge(reason, 1, Integer::sum));
      reasons.forEach(
          (reason, count) -> lines.add(variant.memoryMb() + " MB: " + count + " × " + reason));
    }
    return lines.isEmpty() ? List.of("Nothing: every request counts.") : lines;
  }

  private static List<String> machine(MachineRecord machine) {
    return List.of(
        machine.cpu()
            + ", "
            + machine.cores()
            + (machine.cores() == 1 ? " core, " : " cores, ")
            + String.format(Locale.ROOT, "%.1f GB, ", machine.memoryMb() / 1_024.0)
            + machine.kernel()
            + ", Java "
            + machine.java()
            + machine.governor().map(g -> ", governor " + g).orElse(""),
        "before: " + reading(machine.before()),
        "after: " + reading(machine.after()));
  }

  private static String reading(MachineRecord.Reading reading) {
    return "load "
        + figure(reading.load1(), "%.2f")
        + ", steal "
        + figure(reading.stealPercent(), "%.1f %%")
        + String.format(
            Locale.ROOT,
            ", a timer %.0f µs late (p99: %.0f µs)",
            reading.overshootP50Us(),
            reading.overshootP99Us());
  }

  private static String figure(OptionalDouble value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "unknown";
  }
}

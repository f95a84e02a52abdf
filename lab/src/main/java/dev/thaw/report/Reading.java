package dev.thaw.report;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.Interval;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PackageSize;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.timeline.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the figures mean, in plain words: the largest part of a cold start first, and what to do
/// about it.
final class Reading {

  /// A part smaller than this share is not worth a sentence.
  private static final double WORTH = 0.1;

  private static final int MOST_PHASES = 3;

  private Reading() {}

  /// One sentence or two per entry; of the first memory size, unless it says otherwise.
  static List<String> of(MeasureResult result) {
    Variant variant = result.variants().getFirst();
    List<String> lines = new ArrayList<>();
    Optional<Estimate> cold = variant.cold().latency().p50();
    cold.ifPresent(whole -> phases(variant, whole.value(), lines));
    Optional<Estimate> warm = variant.warm().latency().p50();
    if (cold.isPresent() && warm.isPresent() && warm.get().value() > 0) {
      double times = cold.get().value() / warm.get().value();
      lines.add(
          "A cold start costs a caller "
              + (times < 10 ? MeasureTable.number(times) : String.valueOf(Math.round(times)))
              + " times a warm call of "
              + MeasureTable.number(warm.get().value())
              + " ms.");
    }
    sizes(result, lines);
    memory(result, lines);
    return lines;
  }

  private static void phases(Variant variant, double whole, List<String> lines) {
    List<PhaseCost> largest =
        variant.cold().phases().stream()
            .filter(p -> Phases.median(p) > 0)
            .sorted(Comparator.comparingDouble(Phases::median).reversed())
            .limit(MOST_PHASES)
            .toList();
    for (PhaseCost phase : largest) {
      boolean first = lines.isEmpty();
      if (!first && Phases.median(phase) < WORTH * whole) {
        return;
      }
      lines.add(
          MeasureTable.number(Phases.median(phase))
              + (first ? " of " + MeasureTable.number(whole) + " ms of a cold start" : " ms")
              + (phase.origin() == Origin.EMULATED ? " (emulated)" : "")
              + " are "
              + explain(phase.name(), variant.packaged())
              + ".");
    }
  }

  private static String explain(String phase, PackageSize packaged) {
    return switch (phase) {
      case "place" -> "finding a place for the environment, which you cannot change";
      case "gate" -> "waiting for other starts on this machine, which AWS would not have";
      case "download" -> "copying your package to the worker: make it smaller" + heaviest(packaged);
      case "unpack" ->
          "unpacking your package: make it smaller, above all fewer files" + heaviest(packaged);
      case "sandbox" -> "setting up the sandbox, which you cannot change";
      case "extension-init" -> "your extensions: each one delays every cold start";
      case "runtime-boot" -> "the start of the interpreter itself, before any of your code";
      case "function-init" ->
          "your imports and whatever else your module does when it is loaded: import less, or only"
              + " where it is used";
      case "runtime-boot-and-function-init" ->
          "the start of the runtime with your function's own init";
      case "first-invoke" ->
          "the first call of your handler: it does something that later calls need not";
      case "aws-call" ->
          "calls of AWS that your function makes, answered by thaw: what it fetches there it waits for";
      case "dns" -> "looking up the name of the URL";
      case "tcp", "tls" ->
          "the handshakes of a new connection (" + phase + "), which a kept one does not pay for";
      case "route" -> "the gateway's finding of what the path leads to";
      case "authorize" -> "the gateway's authorization, your own authorizer included";
      case "integrate" -> "the gateway's own work around the call of your function";
      case "receive" -> "the way of the answer to the caller: make it smaller";
      case "overhead" -> "the way to the function and back";
      default -> phase;
    };
  }

  private static String heaviest(PackageSize packaged) {
    return packaged.dependencies().stream()
        .max(Comparator.comparingLong(PackageSize.Dependency::bytes))
        .map(d ->
            " (the largest dependency is "
                + d.name()
                + " with "
                + MeasureTable.bytes(d.bytes())
                + ")")
        .orElse("");
  }

  private static void sizes(MeasureResult result, List<String> lines) {
    Optional<Variant> small = extreme(result, Comparator.comparingInt(Variant::memoryMb));
    Optional<Variant> large =
        extreme(result, Comparator.comparingInt(Variant::memoryMb).reversed());
    if (small.isEmpty() || large.isEmpty() || small.get().memoryMb() == large.get().memoryMb()) {
      return;
    }
    compare("a cold start", small.get(), large.get(), v -> v.cold().latency(), lines);
    compare("a warm call", small.get(), large.get(), v -> v.warm().latency(), lines);
  }

  private interface Of {
    Distribution in(Variant variant);
  }

  private static void compare(
      String what, Variant small, Variant large, Of of, List<String> lines) {
    Optional<Estimate> from = of.in(small).p50();
    Optional<Estimate> to = of.in(large).p50();
    Optional<Interval> before = from.flatMap(Estimate::ci95);
    Optional<Interval> after = to.flatMap(Estimate::ci95);
    if (from.isEmpty() || to.isEmpty() || before.isEmpty() || after.isEmpty()) {
      return;
    }
    String range = "From " + small.memoryMb() + " to " + large.memoryMb() + " MB " + what;
    if (before.get().low() > after.get().high()) {
      lines.add(
          range
              + " gets "
              + MeasureTable.number(from.get().value() / to.get().value())
              + " times as fast.");
    } else if (after.get().low() > before.get().high()) {
      lines.add(
          range
              + " takes "
              + MeasureTable.number(to.get().value() / from.get().value())
              + " times as long, which more memory does not explain.");
    } else {
      lines.add(range + " does not change beyond its intervals.");
    }
  }

  private static Optional<Variant> extreme(MeasureResult result, Comparator<Variant> order) {
    return result.variants().stream().min(order);
  }

  private static void memory(MeasureResult result, List<String> lines) {
    for (Variant variant : result.variants()) {
      if (variant.memory().maxUsedMb().isPresent()
          && variant.memory().maxUsedMb().getAsInt() > 0.8 * variant.memoryMb()) {
        lines.add(
            "It used "
                + variant.memory().maxUsedMb().getAsInt()
                + " of "
                + variant.memoryMb()
                + " MB: close to the limit, at which it would be killed.");
      }
    }
  }
}

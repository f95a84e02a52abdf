package dev.thaw.report;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.WarmCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// The result of a measurement for a terminal: what a cold start and a warm call consist of, a
/// column for each memory size, and a reading in plain words.
public final class MeasureTable {

  private static final int NAME = 18;
  private static final int COLUMN = 27;

  private MeasureTable() {}

  /// The lines, each ended by a line feed.
  public static String of(MeasureResult result) {
    List<String> lines = new ArrayList<>();
    List<Variant> variants = result.variants();
    lines.add(result.target() + ", handler " + result.handler() + ", " + runtime(result));
    lines.add("isolation: " + result.isolation().kind() + unenforced(result));
    lines.add("");
    lines.add(row("", variants, v -> v.memoryMb() + " MB   (95 % interval)"));
    lines.add(row("cold start", variants, v -> figure(v.cold().latency())));
    for (String phase : ColdStarts.PHASES) {
      phaseRow(phase, variants, v -> v.cold().phases(), lines);
    }
    for (PhaseCost other : variants.getFirst().cold().phases()) {
      if (!ColdStarts.PHASES.contains(other.name())) {
        phaseRow(other.name(), variants, v -> v.cold().phases(), lines);
      }
    }
    lines.add(
        row(
            "Init Duration",
            variants,
            v -> v.cold().initDuration().map(MeasureTable::figure).orElse("-")));
    lines.add("");
    lines.add(row("warm call", variants, v -> figure(v.warm().latency())));
    for (String phase : WarmCalls.PHASES) {
      phaseRow(phase, variants, v -> v.warm().phases(), lines);
    }
    lines.add(
        row(
            "  p99",
            variants,
            v -> v.warm().latency().p99().map(MeasureTable::figure).orElse("n < 299")));
    lines.add(row("first warm call", variants, v -> figure(v.warm().first())));
    lines.add("");
    lines.add(
        row(
            "Max Memory Used",
            variants,
            v ->
                v.memory().maxUsedMb().isPresent()
                    ? v.memory().maxUsedMb().getAsInt() + " MB"
                    : "-"));
    lines.add(row("package", variants, v -> bytes(v.packaged().bytes())));
    lines.add(
        row(
            "samples",
            variants,
            v ->
                v.cold().latency().samples().size()
                    + " cold, "
                    + v.warm().latency().samples().size()
                    + " warm"));
    for (Variant variant : variants) {
      int discarded = variant.cold().discarded().size() + variant.warm().discarded().size();
      if (discarded > 0) {
        lines.add(
            discarded
                + " requests at "
                + variant.memoryMb()
                + " MB do not count, for example: "
                + example(variant));
      }
    }
    lines.add("");
    lines.addAll(Reading.of(result));
    result.spoilt().forEach(reason -> lines.add("doubtful: " + reason));
    return String.join("\n", lines) + "\n";
  }

  private static void phaseRow(
      String phase,
      List<Variant> variants,
      Function<Variant, List<PhaseCost>> phases,
      List<String> lines) {
    boolean any =
        variants.stream()
            .anyMatch(v -> find(phases.apply(v), phase).filter(MeasureTable::counts).isPresent());
    if (any) {
      lines.add(
          row(
              "  " + phase,
              variants,
              v -> find(phases.apply(v), phase).map(p -> figure(p.durations())).orElse("-")));
    }
  }

  /// A phase that took no time in any sample is noise in a table.
  private static boolean counts(PhaseCost phase) {
    return phase.durations().samples().stream().anyMatch(ms -> ms > 0);
  }

  static Optional<PhaseCost> find(List<PhaseCost> phases, String name) {
    return phases.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  private static String row(String name, List<Variant> variants, Function<Variant, String> cell) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + NAME + "s", name));
    for (Variant variant : variants) {
      line.append(String.format(Locale.ROOT, "%" + COLUMN + "s", cell.apply(variant)));
    }
    return line.toString().stripTrailing();
  }

  private static String figure(Distribution distribution) {
    return distribution.p50().map(MeasureTable::figure).orElse("-");
  }

  private static String figure(Estimate estimate) {
    String interval =
        estimate
            .ci95()
            .map(ci -> " (" + number(ci.low()) + "-" + number(ci.high()) + ")")
            .orElse("");
    return number(estimate.value()) + " ms" + interval;
  }

  static String number(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }

  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%.0f KB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static String runtime(MeasureResult result) {
    return result.runtime().name()
        + result
            .runtime()
            .path()
            .map(path ->
                " (" + path + result.runtime().version().map(v -> ", " + v).orElse("") + ")")
            .orElse("");
  }

  private static String unenforced(MeasureResult result) {
    List<String> missing =
        result.isolation().limits().stream().filter(l -> !l.enforced()).map(l -> l.name()).toList();
    return missing.isEmpty()
        ? ""
        : "; not enforced here: " + String.join(", ", missing) + " (thaw doctor tells why)";
  }

  private static String example(Variant variant) {
    return variant.cold().discarded().isEmpty()
        ? variant.warm().discarded().getFirst().reason()
        : variant.cold().discarded().getFirst().reason();
  }

  /// What the figures mean, the largest part first.
  static final class Reading {

    private Reading() {}

    static List<String> of(MeasureResult result) {
      Variant variant = result.variants().getFirst();
      List<String> lines = new ArrayList<>();
      OptionalDouble whole = median(variant.cold().latency());
      if (whole.isPresent()) {
        variant.cold().phases().stream()
            .filter(p -> median(p.durations()).isPresent())
            .max(Comparator.comparingDouble(p -> median(p.durations()).getAsDouble()))
            .ifPresent(largest -> {
              double ms = median(largest.durations()).getAsDouble();
              lines.add(
                  number(ms)
                      + " of "
                      + number(whole.getAsDouble())
                      + " ms of a cold start are "
                      + explain(largest.name())
                      + ".");
            });
      }
      OptionalDouble warm = median(variant.warm().latency());
      if (whole.isPresent() && warm.isPresent() && warm.getAsDouble() > 0) {
        lines.add(
            "A cold start costs a caller "
                + number(whole.getAsDouble() / warm.getAsDouble())
                + " times a warm call of "
                + number(warm.getAsDouble())
                + " ms.");
      }
      return lines;
    }

    private static String explain(String phase) {
      return switch (phase) {
        case "gate" -> "waiting for other starts on this machine, which AWS would not have";
        case "download" -> "copying your package to the worker: make it smaller";
        case "unpack" -> "unpacking your package: make it smaller, above all fewer files";
        case "sandbox" -> "setting up the sandbox, which you cannot change";
        case "extension-init" -> "your extensions";
        case "runtime-boot" -> "the start of the interpreter itself, before any of your code";
        case "function-init" -> "your imports and whatever else your module does when it is loaded";
        case "runtime-boot-and-function-init" ->
            "the start of the runtime with your function's own init";
        case "first-invoke" ->
            "the first call of your handler: it does something that later calls need not";
        case "overhead" -> "the way to the function and back";
        default -> phase;
      };
    }

    private static OptionalDouble median(Distribution distribution) {
      return distribution
          .p50()
          .map(e -> OptionalDouble.of(e.value()))
          .orElse(OptionalDouble.empty());
    }
  }
}

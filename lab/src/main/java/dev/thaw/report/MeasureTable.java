package dev.thaw.report;

import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.Isolation;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.timeline.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The result of a measurement for a terminal: what a cold start and a warm call consist of, a
/// column for each memory size, and a reading in plain words.
///
/// With one memory size there is room for bars: `█` is measured, `░` emulated.
public final class MeasureTable {

  private static final int NAME = 18;
  private static final int VALUE = 11;
  private static final int INTERVAL = 16;

  private final MeasureResult result;
  private final Look look;
  private final List<String> lines = new ArrayList<>();

  private MeasureTable(MeasureResult result, Look look) {
    this.result = result;
    this.look = look;
  }

  /// For files and pipes.
  public static String of(MeasureResult result) {
    return of(result, Look.PLAIN);
  }

  /// The lines, each ended by a line feed.
  public static String of(MeasureResult result, Look look) {
    MeasureTable table = new MeasureTable(result, look);
    table.head();
    // as many memory sizes side by side as fit, without their intervals before in several tables
    boolean intervals = NAME + result.variants().size() * (VALUE + INTERVAL) <= look.width();
    int column = intervals ? VALUE + INTERVAL : VALUE;
    int fit = Math.max(1, (look.width() - NAME) / column);
    for (int from = 0; from < result.variants().size(); from += fit) {
      int to = Math.min(result.variants().size(), from + fit);
      table.block(result.variants().subList(from, to), intervals);
    }
    table.foot();
    return String.join("\n", table.lines) + "\n";
  }

  private void head() {
    lines.add(
        look.wrapped(
            look.strong(safe(result.target()))
                + ", handler "
                + safe(result.handler())
                + ", "
                + runtime()));
    result
        .reached()
        .ifPresent(reached -> lines.add(look.wrapped("through " + safe(Conditions.door(reached)))));
    lines.add(look.wrapped("isolation: " + safe(result.isolation().kind()) + unenforced()));
  }

  private void block(List<Variant> variants, boolean intervals) {
    Columns columns = new Columns(variants, intervals);
    lines.add("");
    lines.add(
        look.faint(
            columns.plain("", v -> v.memoryMb() + " MB", intervals ? "(95 % interval)" : "")));
    double longest = variants.getFirst().cold().latency().p50().map(Estimate::value).orElse(0.0);
    lines.add(look.strong(columns.figures("cold start", v -> Optional.of(v.cold().latency()))));
    phases(columns, Phases.cold(variants), v -> v.cold().phases(), longest);
    percentile(columns, "p90", v -> v.cold().latency(), Distribution::p90);
    lines.add(columns.figures("Init Duration", v -> v.cold().initDuration()));
    lines.add("");
    double warm = variants.getFirst().warm().latency().p50().map(Estimate::value).orElse(0.0);
    lines.add(look.strong(columns.figures("warm call", v -> Optional.of(v.warm().latency()))));
    phases(columns, Phases.warm(variants), v -> v.warm().phases(), warm);
    percentile(columns, "p99", v -> v.warm().latency(), Distribution::p99);
    lines.add(columns.figures("first warm call", v -> Optional.of(v.warm().first())));
    lines.add("");
    lines.add(
        columns.plain(
            "Max Memory Used",
            v ->
                v.memory().maxUsedMb().isPresent()
                    ? v.memory().maxUsedMb().getAsInt() + " MB"
                    : "-",
            ""));
    lines.add(columns.plain("package", v -> bytes(v.packaged().bytes()), ""));
    lines.add(columns.plain("cold samples", v -> count(v.cold().latency()), ""));
    lines.add(columns.plain("warm samples", v -> count(v.warm().latency()), ""));
  }

  private void phases(
      Columns columns, List<String> names, Function<Variant, List<PhaseCost>> of, double longest) {
    String largest = Phases.largest(of.apply(columns.variants().getFirst()));
    for (String name : names) {
      String line =
          columns.figures(
              "  " + safe(name), v -> find(of.apply(v), name).map(PhaseCost::durations));
      String bar =
          columns.variants().size() == 1
              ? bar(find(of.apply(columns.variants().getFirst()), name), longest)
              : "";
      String whole =
          bar.isEmpty()
              ? line
              : String.format(Locale.ROOT, "%-" + (NAME + VALUE + INTERVAL) + "s%s", line, bar);
      lines.add(name.equals(largest) ? look.accent(whole) : whole);
    }
  }

  private String bar(Optional<PhaseCost> phase, double longest) {
    int room = Math.min(40, look.width() - NAME - VALUE - INTERVAL - 3);
    if (phase.isEmpty() || longest <= 0 || room < 10) {
      return "";
    }
    double share = Phases.median(phase.get()) / longest;
    int length = (int) Math.round(Math.min(1, share) * room);
    return (phase.get().origin() == Origin.EMULATED ? "░" : "█").repeat(length);
  }

  private void percentile(
      Columns columns,
      String name,
      Function<Variant, Distribution> of,
      Function<Distribution, Optional<Estimate>> percentile) {
    if (columns.variants().stream().anyMatch(v -> percentile.apply(of.apply(v)).isPresent())) {
      lines.add(columns.estimates("  " + name, v -> percentile.apply(of.apply(v))));
    } else {
      lines.add(columns.plain("  " + name, _ -> "too few", ""));
    }
  }

  private void foot() {
    for (Variant variant : result.variants()) {
      List<Discarded> discarded =
          Stream.concat(variant.cold().discarded().stream(), variant.warm().discarded().stream())
              .toList();
      if (!discarded.isEmpty()) {
        lines.add(
            look.wrapped(
                discarded.size()
                    + (discarded.size() == 1 ? " request at " : " requests at ")
                    + variant.memoryMb()
                    + (discarded.size() == 1 ? " MB does" : " MB do")
                    + " not count, for example: "
                    + safe(discarded.getFirst().reason())));
      }
    }
    lines.add("");
    Reading.of(result).forEach(line -> lines.add(look.wrapped(safe(line))));
    result
        .spoilt()
        .forEach(reason -> lines.add(look.warning(look.wrapped("doubtful: " + safe(reason)))));
  }

  /// Rows of a name and a cell for each memory size.
  private record Columns(List<Variant> variants, boolean intervals) {

    String figures(String name, Function<Variant, Optional<Distribution>> of) {
      return estimates(name, v -> of.apply(v).flatMap(Distribution::p50));
    }

    String estimates(String name, Function<Variant, Optional<Estimate>> of) {
      StringBuilder line = new StringBuilder(padded(name));
      for (Variant variant : variants) {
        Optional<Estimate> estimate = of.apply(variant);
        cell(
            line,
            estimate.map(e -> number(e.value()) + " ms").orElse("-"),
            estimate
                .flatMap(Estimate::ci95)
                .map(ci -> "(" + number(ci.low()) + "-" + number(ci.high()) + ")")
                .orElse(""));
      }
      return line.toString().stripTrailing();
    }

    String plain(String name, Function<Variant, String> value, String beside) {
      StringBuilder line = new StringBuilder(padded(name));
      for (Variant variant : variants) {
        cell(line, value.apply(variant), beside);
      }
      return line.toString().stripTrailing();
    }

    private void cell(StringBuilder line, String value, String interval) {
      line.append(String.format(Locale.ROOT, "%" + VALUE + "s", value));
      if (intervals) {
        line.append(String.format(Locale.ROOT, " %-" + (INTERVAL - 1) + "s", interval));
      }
    }

    private static String padded(String name) {
      return name.length() < NAME
          ? String.format(Locale.ROOT, "%-" + NAME + "s", name)
          : name.substring(0, NAME - 2) + "… ";
    }
  }

  static Optional<PhaseCost> find(List<PhaseCost> phases, String name) {
    return phases.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  static String number(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }

  /// In units of 1,024, as Lambda's own limits are.
  static String bytes(long bytes) {
    if (bytes < 10_240) {
      return bytes + " B";
    }
    return bytes < 1_048_576
        ? String.format(Locale.ROOT, "%.0f KB", bytes / 1_024.0)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1_048_576.0);
  }

  private static String count(Distribution distribution) {
    return String.valueOf(distribution.samples().size());
  }

  private String runtime() {
    String name = safe(result.runtime().name());
    return result
        .runtime()
        .path()
        .map(path ->
            name
                + " ("
                + safe(path)
                + result.runtime().version().map(v -> ", " + safe(v)).orElse("")
                + ")")
        .orElse(name);
  }

  private String unenforced() {
    List<String> missing =
        result.isolation().limits().stream()
            .filter(l -> !l.enforced())
            .map(Isolation.Limit::name)
            .map(MeasureTable::safe)
            .toList();
    return missing.isEmpty()
        ? ""
        : "; not enforced here: " + String.join(", ", missing) + " (thaw doctor tells why)";
  }

  /// Foreign text without what a terminal would obey.
  private static String safe(String text) {
    return text.replaceAll("\\p{C}", "?");
  }
}

package dev.thaw.report;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.Interval;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition such as `cold.p50 > 300ms`, under which a measurement counts as failed. It is judged
/// by the interval and not by the point: only an interval that lies wholly on the failing side
/// fails.
///
/// @param path for example `cold.p50`, `cold.phases.function-init.p50`, `warm.p99`,
///   `memory.max_used`, `package.bytes`
/// @param limit in milliseconds, or in bytes
public record FailIf(String text, String path, Comparison comparison, double limit) {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-z][a-z0-9_.-]*)\\s*(>=|<=|>|<)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Z]*)\\s*");

  private static final Map<String, Double> TIME = Map.of("us", 0.001, "ms", 1.0, "s", 1_000.0);

  private static final Map<String, Double> SIZE =
      Map.of("b", 1.0, "kb", 1_024.0, "mb", 1_048_576.0);

  private static final String PATHS =
      "cold.p50, cold.p90, cold.p99, cold.init_duration.p50, cold.phases.NAME.p50, warm.p50, warm.p90, warm.p99,"
          + " warm.first.p50, memory.max_used, package.bytes";

  /// How the figure is compared with the limit.
  public enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    boolean holds(double figure, double limit) {
      return switch (this) {
        case ABOVE -> figure > limit;
        case AT_LEAST -> figure >= limit;
        case BELOW -> figure < limit;
        case AT_MOST -> figure <= limit;
      };
    }
  }

  /// What became of it.
  public enum Outcome {
    PASS,
    FAIL,
    /// The limit lies within the interval: more samples would decide.
    UNDECIDED
  }

  /// @param detail the figure, for people
  public record Verdict(Outcome outcome, String detail) {}

  /// @throws IllegalArgumentException that says what is wrong, and where
  public static FailIf parse(String text) {
    if (text.length() > 200) {
      throw new IllegalArgumentException(
          "--fail-if: " + text.length() + " characters (expected: <= 200)");
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      int column = firstFlaw(text);
      throw new IllegalArgumentException(
          "--fail-if '"
              + text
              + "', column "
              + column
              + " (expected: FIGURE > NUMBER[UNIT], for example cold.p50 > 300ms)");
    }
    String path = form.group(1);
    boolean size = path.startsWith("memory.") || path.startsWith("package.");
    Map<String, Double> units = size ? SIZE : TIME;
    String unit =
        form.group(4).isEmpty() ? (size ? "b" : "ms") : form.group(4).toLowerCase(Locale.ROOT);
    Double factor = units.get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(
          "--fail-if '"
              + text
              + "', column "
              + (form.start(4) + 1)
              + ": unit "
              + form.group(4)
              + " (expected: "
              + String.join(", ", units.keySet().stream().sorted().toList())
              + ")");
    }
    if (!path.matches(
        "(cold|warm)\\.p(50|90|99)|cold\\.init_duration\\.p50|warm\\.first\\.p50|(cold|warm)\\.phases\\.[a-z-]+\\.p50|memory\\.max_used|package\\.bytes")) {
      throw new IllegalArgumentException(
          "--fail-if '"
              + text
              + "', column "
              + (form.start(1) + 1)
              + ": figure "
              + path
              + " (expected: one of "
              + PATHS
              + ")");
    }
    Comparison comparison =
        List.of(Comparison.values()).stream()
            .filter(c -> c.sign.equals(form.group(2)))
            .findFirst()
            .orElseThrow();
    return new FailIf(text.strip(), path, comparison, Double.parseDouble(form.group(3)) * factor);
  }

  /// Judges every memory size; the worst outcome counts.
  public Verdict judge(MeasureResult result) {
    Verdict worst = new Verdict(Outcome.PASS, text + ": no");
    for (Variant variant : result.variants()) {
      Verdict verdict = judge(variant);
      if (rank(verdict.outcome()) > rank(worst.outcome())) {
        worst = verdict;
      }
    }
    return worst;
  }

  private Verdict judge(Variant variant) {
    Optional<Estimate> figure = figure(variant);
    String where = text + " at " + variant.memoryMb() + " MB: ";
    if (figure.isEmpty()) {
      return new Verdict(Outcome.UNDECIDED, where + "the samples are too few for " + path);
    }
    Interval interval =
        figure
            .get()
            .ci95()
            .orElseGet(() -> new Interval(figure.get().value(), figure.get().value()));
    boolean low = comparison.holds(interval.low(), limit);
    boolean high = comparison.holds(interval.high(), limit);
    String shown =
        String.format(
            Locale.ROOT,
            "%.4g (95 %% interval %.4g to %.4g)",
            figure.get().value(),
            interval.low(),
            interval.high());
    if (low && high) {
      return new Verdict(Outcome.FAIL, where + "yes, it is " + shown);
    }
    return low || high
        ? new Verdict(Outcome.UNDECIDED, where + "undecided, it is " + shown)
        : new Verdict(Outcome.PASS, where + "no, it is " + shown);
  }

  private Optional<Estimate> figure(Variant variant) {
    String[] parts = path.split("\\.");
    if (path.equals("memory.max_used")) {
      return variant.memory().maxUsedMb().isPresent()
          ? Optional.of(Estimate.bare(variant.memory().maxUsedMb().getAsInt() * 1_048_576.0))
          : Optional.empty();
    }
    if (path.equals("package.bytes")) {
      return Optional.of(Estimate.bare((double) variant.packaged().bytes()));
    }
    boolean cold = parts[0].equals("cold");
    if (parts[1].equals("init_duration")) {
      return variant.cold().initDuration().flatMap(Distribution::p50);
    }
    if (parts[1].equals("first")) {
      return variant.warm().first().p50();
    }
    if (parts[1].equals("phases")) {
      List<PhaseCost> phases = cold ? variant.cold().phases() : variant.warm().phases();
      return MeasureTable.find(phases, parts[2])
          .map(PhaseCost::durations)
          .flatMap(Distribution::p50);
    }
    Distribution distribution = cold ? variant.cold().latency() : variant.warm().latency();
    return switch (parts[1]) {
      case "p50" -> distribution.p50();
      case "p90" -> distribution.p90();
      default -> distribution.p99();
    };
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case PASS -> 0;
      case UNDECIDED -> 1;
      case FAIL -> 2;
    };
  }

  /// The first column at which no continuation of the form is possible.
  @SuppressWarnings(
      "JdkObsolete") // whether more text could still match is what it is asked for here
  private static int firstFlaw(String text) {
    for (int end = 1; end <= text.length(); end++) {
      Matcher part = FORM.matcher(text.substring(0, end));
      if (!part.matches() && !part.hitEnd()) {
        return end;
      }
    }
    return text.length() + 1;
  }
}

package dev.thaw.report;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.Variant;
import java.util.List;
import java.util.function.Predicate;

/// The twelve rules of Hoefler and Belli, "Scientific Benchmarking of Parallel Computing Systems"
/// (SC'15), and whether this very run keeps them.
final class Checklist {

  private Checklist() {}

  /// How a rule fares.
  enum State {
    KEPT,
    BROKEN,
    /// The rule speaks of something that this report does not do.
    NOT_APPLICABLE
  }

  /// @param rule in our words
  /// @param why it is kept or broken here
  record Rule(String rule, State state, String why) {}

  static List<Rule> of(MeasureResult result) {
    List<Variant> variants = result.variants();
    boolean several = variants.size() > 1;
    boolean intervals =
        all(variants, v -> interval(v.cold().latency()) && interval(v.warm().latency()));
    boolean tails =
        all(
            variants,
            v -> v.cold().latency().p90().isPresent() && v.warm().latency().p99().isPresent());
    int concurrency = variants.getFirst().warm().concurrency();
    return List.of(
        new Rule(
            "Speedups name their base case",
            several ? State.KEPT : State.NOT_APPLICABLE,
            several ? "both sizes and both figures are given" : "no speedup is claimed"),
        new Rule("Units are plain", State.KEPT, "milliseconds; KB and MB in powers of 1,024 bytes"),
        new Rule(
            "Costs are not summed up by the wrong mean",
            State.KEPT,
            "medians and percentiles only; no mean of anything"),
        new Rule(
            "Says whether results are deterministic",
            State.KEPT,
            "they are not, therefore every time has its samples"),
        new Rule(
            "Confidence intervals for what is not deterministic",
            state(intervals),
            intervals
                ? "95 %, for cold and warm at every size"
                : "fewer than 6 samples somewhere: no interval can be given"),
        new Rule("No normal distribution is assumed", State.KEPT, "order statistics assume none"),
        new Rule(
            "Comparisons are statistically sound",
            several ? State.KEPT : State.NOT_APPLICABLE,
            several
                ? "sizes are called different only where their intervals do not overlap"
                : "nothing is compared"),
        new Rule(
            "Tails where they matter",
            state(tails),
            tails
                ? "p90 of cold starts and p99 of warm calls are given"
                : "needs 29 cold starts for p90 and 299 warm calls for p99"),
        new Rule(
            "The setting is recorded",
            State.KEPT,
            "runtime, isolation, limits, machine, order and seed are below"),
        new Rule(
            "Parallel runs say how they were timed",
            concurrency > 1 ? State.KEPT : State.NOT_APPLICABLE,
            concurrency > 1
                ? concurrency + " requests in flight, each timed by its own caller"
                : "one request at a time"),
        new Rule("Bounds are shown", State.BROKEN, "there is no lower bound in this report"),
        new Rule(
            "As much of the data as possible is plotted",
            State.KEPT,
            "dots, curves and phases; all samples are in the JSON"));
  }

  private static boolean interval(Distribution distribution) {
    return distribution.p50().flatMap(e -> e.ci95()).isPresent();
  }

  private static boolean all(List<Variant> variants, Predicate<Variant> condition) {
    return variants.stream().allMatch(condition);
  }

  private static State state(boolean kept) {
    return kept ? State.KEPT : State.BROKEN;
  }
}

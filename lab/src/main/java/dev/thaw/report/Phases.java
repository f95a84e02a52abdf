package dev.thaw.report;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.WarmCalls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// Which phases to show, and in which order.
final class Phases {

  private Phases() {}

  /// Those of a cold start that took any time at one of the sizes, in the order of the life cycle.
  static List<String> cold(List<Variant> variants) {
    return shown(variants, v -> v.cold().phases(), ColdStarts.PHASES);
  }

  /// Those of a warm call, likewise.
  static List<String> warm(List<Variant> variants) {
    return shown(variants, v -> v.warm().phases(), WarmCalls.PHASES);
  }

  private static List<String> shown(
      List<Variant> variants, Function<Variant, List<PhaseCost>> of, List<String> order) {
    List<String> names = new ArrayList<>();
    for (Variant variant : variants) {
      for (PhaseCost phase : of.apply(variant)) {
        if (!names.contains(phase.name())
            && phase.durations().samples().stream().anyMatch(ms -> ms > 0)) {
          names.add(phase.name());
        }
      }
    }
    // a phase that is not a standard one keeps its place behind the one that it came after
    List<String> given = List.copyOf(names);
    names.sort(Comparator.comparingInt(name -> rank(name, given, order)));
    return names;
  }

  private static int rank(String name, List<String> given, List<String> order) {
    for (int at = given.indexOf(name); at >= 0; at--) {
      int rank = order.indexOf(given.get(at));
      if (rank >= 0) {
        return rank;
      }
    }
    return -1;
  }

  /// The name of the costliest; empty if there is none.
  static String largest(List<PhaseCost> phases) {
    return phases.stream()
        .max(Comparator.comparingDouble(Phases::median))
        .map(PhaseCost::name)
        .orElse("");
  }

  static double median(PhaseCost phase) {
    return phase.durations().p50().map(Estimate::value).orElse(0.0);
  }
}

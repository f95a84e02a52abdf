package dev.thaw.report;

import dev.thaw.measure.ProbeResult;
import dev.thaw.measure.ProbeResult.PhaseSample;
import dev.thaw.stats.Estimate;
import dev.thaw.stats.OrderStatistics;
import dev.thaw.stats.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The result of a probe for a terminal: a table per kind of connection and a waterfall of the
/// medians. No line is wider than 80 columns, foreign text aside.
public final class ProbeTable {

  private static final int BAR = 40;
  private static final String TOTAL = "total";

  private ProbeTable() {}

  /// The lines, each ended by a line feed.
  public static String of(ProbeResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(safe(result.url()));
    result.endpoint().ifPresent(endpoint -> lines.add(describe(endpoint)));
    lines.add(answers(result));
    kind("new connection", result.fresh(), lines);
    kind("kept connection", result.kept(), lines);
    if (!result.fresh().isEmpty()) {
      lines.add("");
      lines.add("a request on a new connection (medians)");
      waterfall(result.fresh(), lines);
    }
    result
        .failures()
        .forEach(failure ->
            lines.add(
                "error: %d x %s on a %s connection: %s"
                    .formatted(
                        failure.count(),
                        failure.kind(),
                        failure.connection(),
                        safe(failure.example()))));
    result.spoilt().forEach(reason -> lines.add("doubtful: " + reason));
    return String.join("\n", lines) + "\n";
  }

  private static String describe(ProbeResult.Endpoint endpoint) {
    String found =
        switch (endpoint.source()) {
          case "dns" -> "found by " + endpoint.nameServer().orElse("a name server");
          case "hosts-file" -> "from the hosts file";
          case "system" -> "found by the system's resolver, since no name server is configured";
          case "override" -> "as told";
          default -> "as written";
        };
    String tls =
        endpoint.tls().map(agreed -> ", " + agreed.protocol() + " " + agreed.cipher()).orElse("");
    return "%s port %d (%s)%s, %d bytes"
        .formatted(endpoint.address(), endpoint.port(), found, tls, endpoint.bodyBytes());
  }

  private static String answers(ProbeResult result) {
    int failed = result.failures().stream().mapToInt(ProbeResult.Failure::count).sum();
    String status =
        result.status().entrySet().stream()
            .map(entry -> entry.getValue() + " x HTTP " + entry.getKey())
            .collect(Collectors.joining(", "));
    return "%s, %d failed, after %d uncounted for warm-up"
        .formatted(status.isEmpty() ? "no answer" : status, failed, 2 * result.warmup());
  }

  private static void kind(String title, List<PhaseSample> phases, List<String> lines) {
    if (phases.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT, "%-16s%11s   %-21s%11s%11s", title, "p50", "95 % interval", "p90", "p99"));
    for (PhaseSample phase : phases) {
      Sample ms = phase.ms();
      lines.add(
          String.format(
                  Locale.ROOT,
                  "  %-14s%8.3f ms   %-21s%11s%11s",
                  phase.name(),
                  ms.median(),
                  ms.estimate(0.5).map(ProbeTable::interval).orElse(few(0.5)),
                  percentile(ms, 0.9),
                  percentile(ms, 0.99))
              .stripTrailing());
    }
  }

  private static String interval(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.3f to %.3f", estimate.interval().low(), estimate.interval().high());
  }

  private static String percentile(Sample ms, double p) {
    return ms.estimate(p)
        .map(estimate -> String.format(Locale.ROOT, "%.3f ms", estimate.value()))
        .orElse(few(p));
  }

  private static String few(double p) {
    return "n < " + OrderStatistics.minimum(p, Sample.LEVEL);
  }

  /// Bars laid end to end. The medians of the phases do not add up to the median of the whole, so
  /// the scale is their own sum.
  private static void waterfall(List<PhaseSample> phases, List<String> lines) {
    List<PhaseSample> parts = phases.stream().filter(phase -> !phase.name().equals(TOTAL)).toList();
    double sum = parts.stream().mapToDouble(phase -> phase.ms().median()).sum();
    double start = 0;
    for (PhaseSample phase : parts) {
      double ms = phase.ms().median();
      int from = column(start, sum).orElse(0);
      int to = Math.max(from + 1, column(start + ms, sum).orElse(0));
      String bar = " ".repeat(Math.min(from, BAR - 1)) + "█".repeat(to - from);
      lines.add(
          String.format(Locale.ROOT, "  %-9s%9.3f ms  %s", phase.name(), ms, bar).stripTrailing());
      start += ms;
    }
  }

  private static OptionalInt column(double at, double sum) {
    return sum > 0 ? OptionalInt.of((int) Math.round(at / sum * BAR)) : OptionalInt.empty();
  }

  /// Foreign text without what a terminal would obey.
  private static String safe(String text) {
    return text.replaceAll("\\p{C}", "?");
  }
}

package dev.thaw.report;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.timeline.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All figures of a measurement as a table, which says everything that the pictures show.
final class HtmlTable {

  private final List<Variant> variants;
  private final StringBuilder out = new StringBuilder(8 * 1024);

  private HtmlTable(List<Variant> variants) {
    this.variants = variants;
  }

  static String of(MeasureResult result) {
    return new HtmlTable(result.variants()).render();
  }

  private String render() {
    out.append("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr><td></td>");
    for (Variant variant : variants) {
      out.append("<th scope=\"col\">").append(variant.memoryMb()).append(" MB</th>");
    }
    out.append("</tr></thead><tbody>");
    medians("cold start", "strong", v -> Optional.of(v.cold().latency()));
    phases(Phases.cold(variants), v -> v.cold().phases());
    estimates("cold start, p90", "", v -> v.cold().latency().p90());
    medians("Init Duration", "strong", v -> v.cold().initDuration());
    medians("warm call", "strong", v -> Optional.of(v.warm().latency()));
    phases(Phases.warm(variants), v -> v.warm().phases());
    estimates("warm call, p90", "", v -> v.warm().latency().p90());
    estimates("warm call, p99", "", v -> v.warm().latency().p99());
    medians("first warm call", "strong", v -> Optional.of(v.warm().first()));
    row(
        "Max Memory Used",
        "strong",
        v -> v.memory().maxUsedMb().isPresent() ? v.memory().maxUsedMb().getAsInt() + " MB" : "-");
    row("package", "strong", v -> MeasureTable.bytes(v.packaged().bytes()));
    row(
        "cold and warm samples",
        "strong",
        v -> v.cold().latency().samples().size() + ", " + v.warm().latency().samples().size());
    return out.append("</tbody></table></div>").toString();
  }

  private void phases(List<String> names, Function<Variant, List<PhaseCost>> of) {
    for (String name : names) {
      boolean emulated =
          variants.stream()
              .flatMap(v -> MeasureTable.find(of.apply(v), name).stream())
              .anyMatch(p -> p.origin() == Origin.EMULATED);
      medians(
          emulated ? name + " (emulated)" : name,
          "",
          v -> MeasureTable.find(of.apply(v), name).map(PhaseCost::durations));
    }
  }

  private void medians(String name, String style, Function<Variant, Optional<Distribution>> of) {
    estimates(name, style, v -> of.apply(v).flatMap(Distribution::p50));
  }

  private void estimates(String name, String style, Function<Variant, Optional<Estimate>> of) {
    row(name, style, v -> of.apply(v).map(HtmlTable::figure).orElse("-"));
  }

  private static String figure(Estimate estimate) {
    return MeasureTable.number(estimate.value())
        + estimate
            .ci95()
            .map(ci ->
                " <small>"
                    + MeasureTable.number(ci.low())
                    + "&ndash;"
                    + MeasureTable.number(ci.high())
                    + "</small>")
            .orElse("");
  }

  /// @param cell markup of our own making
  private void row(String name, String style, Function<Variant, String> cell) {
    out.append(style.isEmpty() ? "<tr>" : "<tr class=\"" + style + "\">")
        .append("<th scope=\"row\">")
        .append(Html.text(name))
        .append("</th>");
    for (Variant variant : variants) {
      out.append("<td>").append(cell.apply(variant)).append("</td>");
    }
    out.append("</tr>");
  }
}

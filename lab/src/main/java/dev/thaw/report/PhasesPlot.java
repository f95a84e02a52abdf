package dev.thaw.report;

import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.report.Svg.Anchor;
import dev.thaw.timeline.Origin;
import java.util.List;
import java.util.Optional;

/// The phases of a cold start as one stacked bar for each memory size.
final class PhasesPlot {

  private static final double ROW = 40;
  private static final double BAR = 28;
  private static final double VALUES = 76;

  /// What is thinner than this share of the longest bar cannot be seen, nor does it need a name.
  private static final double VISIBLE = 0.003;

  private PhasesPlot() {}

  static String svg(List<Variant> variants, Canvas canvas) {
    List<String> names = Phases.cold(variants);
    double longest = longest(variants);
    double scale = (canvas.width() - canvas.sizes() - VALUES) / Math.max(longest, 0.000_001);
    Svg svg =
        new Svg(
            canvas.width(),
            ROW * variants.size() + 6,
            "phases of a cold start by memory size; the table below has the figures");
    double y = 4;
    for (Variant variant : variants) {
      svg.text("label", 4, y + 19, Anchor.START, variant.memoryMb() + " MB");
      double x = canvas.sizes();
      for (String name : names) {
        Optional<PhaseCost> phase = MeasureTable.find(variant.cold().phases(), name);
        double ms = phase.map(Phases::median).orElse(0.0);
        if (phase.isEmpty() || ms <= 0) {
          continue;
        }
        boolean emulated = phase.get().origin() == Origin.EMULATED;
        double width = ms * scale;
        svg.begin(name + ": " + MeasureTable.number(ms) + " ms" + (emulated ? ", emulated" : ""));
        svg.rectangle("bar edge p-" + name, x, y, width, BAR);
        if (emulated) {
          svg.hatched(x, y, width, BAR);
        } else if (width > 44) {
          svg.text("inside", x + width / 2, y + 19, Anchor.MIDDLE, MeasureTable.number(ms));
        }
        svg.end();
        x += width;
      }
      svg.text("value", x + 8, y + 19, Anchor.START, MeasureTable.number(sum(variant)) + " ms");
      y += ROW;
    }
    return svg.done();
  }

  /// The names of the phases that can be seen, with their colours.
  static String legend(List<Variant> variants) {
    double longest = longest(variants);
    StringBuilder list = new StringBuilder("<ul class=\"legend\">");
    boolean hatched = false;
    for (String name : Phases.cold(variants)) {
      double most = 0;
      for (Variant variant : variants) {
        Optional<PhaseCost> phase = MeasureTable.find(variant.cold().phases(), name);
        most = Math.max(most, phase.map(Phases::median).orElse(0.0));
        hatched |= phase.isPresent() && phase.get().origin() == Origin.EMULATED;
      }
      if (most >= VISIBLE * longest) {
        list.append("<li><span class=\"swatch p-")
            .append(Html.text(name))
            .append("\"></span>")
            .append(Html.text(name))
            .append("</li>");
      }
    }
    if (hatched) {
      list.append("<li><span class=\"swatch striped\"></span>hatched: emulated</li>");
    }
    return list.append("</ul>").toString();
  }

  private static double longest(List<Variant> variants) {
    return variants.stream().mapToDouble(PhasesPlot::sum).max().orElse(0);
  }

  private static double sum(Variant variant) {
    return variant.cold().phases().stream().mapToDouble(Phases::median).sum();
  }
}

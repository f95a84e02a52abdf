package dev.thaw.report;

import static dev.thaw.report.HtmlReport.coordinate;
import static dev.thaw.report.HtmlReport.text;

import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import java.util.ArrayList;
import java.util.List;

/// The phases of a cold start as one stacked bar for each memory size, with a legend that carries
/// the figures.
final class PhasesPlot {

  private static final double WIDTH = 900;
  private static final double LABEL = 90;
  private static final double ROW = 40;

  private PhasesPlot() {}

  static String svg(List<Variant> variants) {
    double longest = variants.stream().mapToDouble(PhasesPlot::sum).max().orElse(1);
    double scale = (WIDTH - LABEL - 90) / Math.max(longest, 0.001);
    double height = ROW * variants.size() + 6;
    StringBuilder svg = new StringBuilder(4 * 1024);
    svg.append("<svg viewBox=\"0 0 ")
        .append(coordinate(WIDTH))
        .append(' ')
        .append(coordinate(height))
        .append("\" role=\"img\" aria-label=\"phases of a cold start by memory size\">");
    double y = 4;
    List<String> seen = new ArrayList<>();
    for (Variant variant : variants) {
      svg.append("<text class=\"label\" x=\"6\" y=\"")
          .append(coordinate(y + 20))
          .append("\">")
          .append(variant.memoryMb())
          .append(" MB</text>");
      double x = LABEL;
      for (PhaseCost phase : variant.cold().phases()) {
        double ms = median(phase);
        if (ms <= 0) {
          continue;
        }
        if (!seen.contains(phase.name())) {
          seen.add(phase.name());
        }
        double width = ms * scale;
        svg.append("<g><title>")
            .append(text(phase.name()))
            .append(": ")
            .append(MeasureTable.number(ms))
            .append(" ms</title><rect class=\"bar p-")
            .append(text(phase.name()))
            .append("\" x=\"")
            .append(coordinate(x))
            .append("\" y=\"")
            .append(coordinate(y))
            .append("\" width=\"")
            .append(coordinate(width))
            .append("\" height=\"28\"/>");
        if (width > 60) {
          svg.append("<text class=\"inside\" x=\"")
              .append(coordinate(x + width / 2))
              .append("\" y=\"")
              .append(coordinate(y + 19))
              .append("\" text-anchor=\"middle\">")
              .append(MeasureTable.number(ms))
              .append("</text>");
        }
        svg.append("</g>");
        x += width;
      }
      svg.append("<text class=\"value\" x=\"")
          .append(coordinate(x + 8))
          .append("\" y=\"")
          .append(coordinate(y + 20))
          .append("\">")
          .append(MeasureTable.number(sum(variant)))
          .append(" ms</text>");
      y += ROW;
    }
    svg.append("</svg><ul class=\"legend\">");
    for (String name : seen) {
      svg.append("<li><span class=\"swatch p-")
          .append(text(name))
          .append("\"></span>")
          .append(text(name))
          .append("</li>");
    }
    return svg.append("</ul>").toString();
  }

  private static double sum(Variant variant) {
    return variant.cold().phases().stream().mapToDouble(PhasesPlot::median).sum();
  }

  private static double median(PhaseCost phase) {
    return phase.durations().p50().map(e -> e.value()).orElse(0.0);
  }
}

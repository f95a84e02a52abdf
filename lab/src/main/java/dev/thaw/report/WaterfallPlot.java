package dev.thaw.report;

import static dev.thaw.report.HtmlReport.coordinate;
import static dev.thaw.report.HtmlReport.text;

import dev.thaw.measure.result.Waterfall;
import dev.thaw.timeline.Origin;

/// One request as bars over time. Emulated time is hatched, so that it is told apart without
/// colour, too.
final class WaterfallPlot {

  private static final double WIDTH = 900;
  private static final double LABEL = 190;
  private static final double ROW = 24;
  private static final double AXIS = 26;

  private WaterfallPlot() {}

  static String svg(Waterfall waterfall) {
    double start =
        Math.min(0, waterfall.bars().stream().mapToDouble(Waterfall.Bar::startMs).min().orElse(0));
    double end =
        Math.max(
            waterfall.totalMs(),
            waterfall.bars().stream()
                .mapToDouble(b -> b.startMs() + b.durationMs())
                .max()
                .orElse(1));
    double scale = (WIDTH - LABEL - 70) / Math.max(end - start, 0.001);
    double height = AXIS + ROW * waterfall.bars().size() + 8;
    StringBuilder svg = new StringBuilder(8 * 1024);
    svg.append("<svg viewBox=\"0 0 ")
        .append(coordinate(WIDTH))
        .append(' ')
        .append(coordinate(height))
        .append("\" role=\"img\" aria-label=\"waterfall of one request of ")
        .append(MeasureTable.number(waterfall.totalMs()))
        .append(" ms\">");
    svg.append(
        "<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"emulated\" width=\"6\" height=\"6\"/><line class=\"stripe\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>");
    double step = Axis.step(end - start, 8);
    for (double tick = Math.ceil(start / step) * step; tick <= end; tick += step) {
      double x = LABEL + (tick - start) * scale;
      svg.append("<line class=\"grid\" x1=\"")
          .append(coordinate(x))
          .append("\" x2=\"")
          .append(coordinate(x))
          .append("\" y1=\"18\" y2=\"")
          .append(coordinate(height - 4))
          .append("\"/>");
      svg.append("<text class=\"tick\" x=\"")
          .append(coordinate(x))
          .append("\" y=\"12\" text-anchor=\"middle\">")
          .append(Axis.label(tick))
          .append("</text>");
    }
    double y = AXIS;
    for (Waterfall.Bar bar : waterfall.bars()) {
      double x = LABEL + (bar.startMs() - start) * scale;
      double width = Math.max(bar.durationMs() * scale, 1);
      svg.append("<g><title>")
          .append(text(bar.name()))
          .append(": ")
          .append(MeasureTable.number(bar.durationMs()))
          .append(" ms, ")
          .append(bar.origin() == Origin.EMULATED ? "emulated" : "measured")
          .append("</title>");
      svg.append("<text class=\"label\" x=\"")
          .append(coordinate(6 + bar.depth() * 14.0))
          .append("\" y=\"")
          .append(coordinate(y + 16))
          .append("\">")
          .append(text(bar.name()))
          .append("</text>");
      svg.append("<rect class=\"bar p-")
          .append(text(bar.name()))
          .append("\" x=\"")
          .append(coordinate(x))
          .append("\" y=\"")
          .append(coordinate(y + 4))
          .append("\" width=\"")
          .append(coordinate(width))
          .append("\" height=\"16\" rx=\"2\"");
      if (bar.origin() == Origin.EMULATED) {
        svg.append(" style=\"fill:url(#hatch)\"");
      }
      svg.append("/>");
      svg.append("<text class=\"value\" x=\"")
          .append(coordinate(Math.min(x + width + 6, WIDTH - 60)))
          .append("\" y=\"")
          .append(coordinate(y + 16))
          .append("\">")
          .append(MeasureTable.number(bar.durationMs()))
          .append(" ms</text></g>");
      y += ROW;
    }
    return svg.append("</svg>").toString();
  }
}

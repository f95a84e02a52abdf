package dev.thaw.report;

import static dev.thaw.report.HtmlReport.coordinate;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// All samples of a distribution as dots on a logarithmic scale, with the interval of their median.
final class SpreadPlot {

  private static final double WIDTH = 900;
  private static final double LABEL = 90;
  private static final double ROW = 78;

  /// More dots than this only make the page heavy; the ones shown are spread evenly over the sorted
  /// samples.
  private static final int MAX_DOTS = 400;

  private SpreadPlot() {}

  static String svg(List<Variant> variants, Function<Variant, Distribution> of) {
    double low = Double.MAX_VALUE;
    double high = 0;
    for (Variant variant : variants) {
      for (double ms : of.apply(variant).samples()) {
        low = Math.min(low, Math.max(ms, 0.001));
        high = Math.max(high, ms);
      }
    }
    if (high == 0) {
      return "<p class=\"sub\">no samples</p>";
    }
    double from = Math.log10(low * 0.9);
    double to = Math.log10(high * 1.1);
    double scale = (WIDTH - LABEL - 30) / Math.max(to - from, 0.01);
    double height = ROW * variants.size() + 26;
    StringBuilder svg = new StringBuilder(16 * 1024);
    svg.append("<svg viewBox=\"0 0 ")
        .append(coordinate(WIDTH))
        .append(' ')
        .append(coordinate(height))
        .append("\" role=\"img\" aria-label=\"distribution of the samples\">");
    for (double ms : ticks(low * 0.9, high * 1.1)) {
      double x = x(ms, from, scale);
      svg.append("<line class=\"grid\" x1=\"")
          .append(coordinate(x))
          .append("\" x2=\"")
          .append(coordinate(x))
          .append("\" y1=\"0\" y2=\"")
          .append(coordinate(height - 22))
          .append("\"/><text class=\"tick\" x=\"")
          .append(coordinate(x))
          .append("\" y=\"")
          .append(coordinate(height - 6))
          .append("\" text-anchor=\"middle\">")
          .append(Axis.label(ms))
          .append("</text>");
    }
    double y = 0;
    for (Variant variant : variants) {
      row(svg, variant.memoryMb(), of.apply(variant), y, from, scale);
      y += ROW;
    }
    return svg.append("</svg>").toString();
  }

  /// 1, 2 and 5 times the powers of ten; where a narrow range holds too few of them, even steps.
  private static List<Double> ticks(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    for (double power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (int lead : new int[] {1, 2, 5}) {
        ticks.add(lead * Math.pow(10, power));
      }
    }
    ticks.removeIf(ms -> ms < low || ms > high);
    if (ticks.size() < 4) {
      ticks.clear();
      double step = Axis.step(high - low, 7);
      for (double ms = Math.ceil(low / step) * step; ms <= high; ms += step) {
        ticks.add(ms);
      }
    }
    return ticks;
  }

  private static void row(
      StringBuilder svg,
      int memoryMb,
      Distribution distribution,
      double y,
      double from,
      double scale) {
    svg.append("<text class=\"label\" x=\"6\" y=\"")
        .append(coordinate(y + ROW / 2 + 4))
        .append("\">")
        .append(memoryMb)
        .append(" MB</text>");
    distribution
        .p50()
        .ifPresent(p50 -> {
          p50.ci95()
              .ifPresent(ci -> {
                double left = x(ci.low(), from, scale);
                double right = x(ci.high(), from, scale);
                svg.append("<rect class=\"interval\" x=\"")
                    .append(coordinate(left))
                    .append("\" y=\"")
                    .append(coordinate(y + 4))
                    .append("\" width=\"")
                    .append(coordinate(Math.max(right - left, 2)))
                    .append("\" height=\"")
                    .append(coordinate(ROW - 8))
                    .append("\"/>");
              });
          double x = x(p50.value(), from, scale);
          svg.append("<line class=\"median\" x1=\"")
              .append(coordinate(x))
              .append("\" x2=\"")
              .append(coordinate(x))
              .append("\" y1=\"")
              .append(coordinate(y + 4))
              .append("\" y2=\"")
              .append(coordinate(y + ROW - 4))
              .append("\"/>");
        });
    List<Double> sorted = distribution.samples().stream().sorted().toList();
    int dots = Math.min(sorted.size(), MAX_DOTS);
    for (int i = 0; i < dots; i++) {
      double ms = sorted.get(dots == 1 ? 0 : (int) ((long) i * (sorted.size() - 1) / (dots - 1)));
      // A fixed scatter, so that the same result gives the same page.
      double scatter = (i * 0.618_033_988_75) % 1;
      svg.append("<circle class=\"dot\" cx=\"")
          .append(coordinate(x(ms, from, scale)))
          .append("\" cy=\"")
          .append(coordinate(y + 12 + scatter * (ROW - 24)))
          .append("\" r=\"2.6\"/>");
    }
  }

  private static double x(double ms, double from, double scale) {
    return LABEL + (Math.log10(Math.max(ms, 0.001)) - from) * scale;
  }
}

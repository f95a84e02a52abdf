package dev.thaw.report;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Variant;
import dev.thaw.report.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A distribution on a logarithmic scale: above, all samples as dots with the interval of their
/// median; below on the same scale, the share of requests that were at least as fast, with the band
/// in which the true curve lies.
final class SpreadPlot {

  private static final double ROW = 64;
  private static final double CURVES = 170;
  private static final double AXIS = 24;

  /// Dashes and colours there are for curves.
  private static final int KINDS = 6;

  private final List<Variant> variants;
  private final Function<Variant, Distribution> of;
  private final Canvas canvas;
  private final double low;
  private final double high;

  private SpreadPlot(List<Variant> variants, Function<Variant, Distribution> of, Canvas canvas) {
    this.variants = variants;
    this.of = of;
    this.canvas = canvas;
    double least = Double.MAX_VALUE;
    double most = 0;
    for (Variant variant : variants) {
      for (double ms : of.apply(variant).samples()) {
        least = Math.min(least, Math.max(ms, 0.001));
        most = Math.max(most, ms);
      }
    }
    low = least * 0.92;
    high = Math.max(most, least) * 1.08;
  }

  /// @param what for a screen reader, for example `cold starts`
  static String svg(
      String what, List<Variant> variants, Function<Variant, Distribution> of, Canvas canvas) {
    return variants.stream().allMatch(v -> of.apply(v).samples().isEmpty())
        ? "<p class=\"sub\">no samples</p>"
        : new SpreadPlot(variants, of, canvas).draw(what);
  }

  private String draw(String what) {
    double height = ROW * variants.size() + CURVES + AXIS + 16;
    Svg svg =
        new Svg(
            canvas.width(),
            height,
            "distribution of " + what + "; the table below has the percentiles");
    axis(svg, height);
    double y = 0;
    for (Variant variant : variants) {
      dots(svg, variant, y);
      y += ROW;
    }
    y += 12;
    for (int percent = 0; percent <= 100; percent += 50) {
      double at = y + CURVES * (1 - percent / 100.0);
      svg.line("grid", canvas.sizes(), at, canvas.width() - 8, at);
      svg.text("tick", canvas.sizes() - 6, at + 4, Anchor.END, percent + " %");
    }
    for (int i = 0; i < variants.size(); i++) {
      curve(svg, variants.get(i), i % KINDS, y);
    }
    return svg.done();
  }

  private void axis(Svg svg, double height) {
    double last = Double.NEGATIVE_INFINITY;
    for (double ms : ticks()) {
      double x = x(ms);
      svg.line("grid", x, 0, x, height - AXIS);
      if (x - last > 56) {
        svg.text("tick", x, height - 7, Anchor.MIDDLE, Axis.label(ms));
        last = x;
      }
    }
  }

  /// 1, 2 and 5 times the powers of ten; where a narrow range holds too few of them, even steps.
  private List<Double> ticks() {
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

  private void dots(Svg svg, Variant variant, double y) {
    Distribution distribution = of.apply(variant);
    svg.text("label", 4, y + ROW / 2 + 4, Anchor.START, variant.memoryMb() + " MB");
    distribution
        .p50()
        .ifPresent(p50 -> {
          svg.begin(
              "median "
                  + MeasureTable.number(p50.value())
                  + " ms"
                  + p50.ci95()
                      .map(ci ->
                          ", 95 % interval "
                              + MeasureTable.number(ci.low())
                              + " to "
                              + MeasureTable.number(ci.high())
                              + " ms")
                      .orElse(""));
          p50.ci95()
              .ifPresent(ci ->
                  svg.rectangle(
                      "interval",
                      x(ci.low()),
                      y + 4,
                      Math.max(x(ci.high()) - x(ci.low()), 2),
                      ROW - 8));
          svg.line("median", x(p50.value()), y + 4, x(p50.value()), y + ROW - 4);
          svg.end();
        });
    List<Double> shown = spaced(distribution.samples(), canvas.dots());
    StringBuilder data = new StringBuilder(shown.size() * 16);
    for (int i = 0; i < shown.size(); i++) {
      // a fixed scatter, so that the same result gives the same page
      double scatter = (i * 0.618_033_988_75) % 1;
      data.append('M')
          .append(Svg.number(x(shown.get(i))))
          .append(' ')
          .append(Svg.number(y + 10 + scatter * (ROW - 20)))
          .append("h0");
    }
    if (!shown.isEmpty()) {
      svg.path("dots", data.toString());
    }
  }

  private void curve(Svg svg, Variant variant, int kind, double y) {
    List<Double> samples = of.apply(variant).samples();
    if (samples.isEmpty()) {
      return;
    }
    int n = samples.size();
    List<Double> shown = spaced(samples, canvas.dots() / 3);
    // Dvoretzky, Kiefer and Wolfowitz: the whole true curve lies within this with 95 %
    double band = Math.sqrt(Math.log(2 / 0.05) / (2 * n));
    StringBuilder line = new StringBuilder();
    StringBuilder upper = new StringBuilder();
    StringBuilder lower = new StringBuilder();
    line.append('M').append(point(low, y, 0));
    upper.append('M').append(point(low, y, Math.min(1, band)));
    for (int i = 0; i < shown.size(); i++) {
      double share = (i + 1.0) / shown.size();
      String x = Svg.number(x(shown.get(i)));
      line.append('H').append(x).append('V').append(level(y, share));
      upper.append('H').append(x).append('V').append(level(y, Math.min(1, share + band)));
      double before = Math.max(0, (double) i / shown.size() - band);
      lower.insert(0, "H" + x + "V" + level(y, before));
    }
    String right = "H" + Svg.number(canvas.width() - 8);
    line.append(right);
    upper.append(right);
    if (n >= 6) {
      svg.path(
          "band k" + kind,
          upper
              + right
              + "V"
              + level(y, 1 - Math.min(1, band))
              + lower
              + "H"
              + Svg.number(x(low))
              + "Z");
    }
    svg.path("curve k" + kind, line.toString());
  }

  /// What the curves are, where there is more than one.
  static String legend(List<Variant> variants) {
    if (variants.size() < 2) {
      return "";
    }
    StringBuilder list = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < variants.size(); i++) {
      list.append(
              "<li><svg class=\"key\" viewBox=\"0 0 28 10\" aria-hidden=\"true\"><path class=\"curve k")
          .append(i % KINDS)
          .append("\" d=\"M0 5H28\"/></svg>")
          .append(variants.get(i).memoryMb())
          .append(" MB</li>");
    }
    return list.append("</ul>").toString();
  }

  /// At most so many of the sorted samples, evenly spread over them, the smallest and the largest
  /// among them.
  private static List<Double> spaced(List<Double> samples, int most) {
    List<Double> sorted = samples.stream().sorted().toList();
    if (sorted.size() <= most) {
      return sorted;
    }
    List<Double> shown = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      shown.add(sorted.get((int) ((long) i * (sorted.size() - 1) / (most - 1))));
    }
    return shown;
  }

  private String point(double ms, double y, double share) {
    return Svg.number(x(ms)) + " " + level(y, share);
  }

  private static String level(double y, double share) {
    return Svg.number(y + CURVES * (1 - share));
  }

  private double x(double ms) {
    double position =
        (Math.log10(Math.max(ms, 0.001)) - Math.log10(low))
            / Math.max(Math.log10(high) - Math.log10(low), 0.01);
    return canvas.sizes() + position * (canvas.width() - canvas.sizes() - 8);
  }
}

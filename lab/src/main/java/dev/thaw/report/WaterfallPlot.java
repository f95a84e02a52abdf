package dev.thaw.report;

import dev.thaw.measure.result.Waterfall;
import dev.thaw.report.Svg.Anchor;
import dev.thaw.timeline.Origin;

/// One request as bars over time. Emulated time is hatched, so that it is told apart without
/// colour, too.
final class WaterfallPlot {

  private static final double ROW = 24;
  private static final double AXIS = 26;
  private static final double VALUES = 70;

  private WaterfallPlot() {}

  static String svg(Waterfall waterfall, Canvas canvas) {
    double start =
        Math.min(0, waterfall.bars().stream().mapToDouble(Waterfall.Bar::startMs).min().orElse(0));
    double end =
        Math.max(
            waterfall.totalMs(),
            waterfall.bars().stream()
                .mapToDouble(b -> b.startMs() + b.durationMs())
                .max()
                .orElse(1));
    double scale = (canvas.width() - canvas.names() - VALUES) / Math.max(end - start, 0.000_001);
    double height = AXIS + ROW * waterfall.bars().size() + 8;
    Svg svg =
        new Svg(
            canvas.width(),
            height,
            "waterfall of one request of " + MeasureTable.number(waterfall.totalMs()) + " ms");
    double step = Axis.step(end - start, canvas.width() > 600 ? 8 : 3);
    for (int i = (int) Math.ceil(start / step); i * step <= end; i++) {
      double x = canvas.names() + (i * step - start) * scale;
      svg.line("grid", x, 18, x, height - 4);
      svg.text("tick", x, 12, Anchor.MIDDLE, Axis.label(i * step));
    }
    double y = AXIS;
    for (Waterfall.Bar bar : waterfall.bars()) {
      boolean emulated = bar.origin() == Origin.EMULATED;
      double x = canvas.names() + (bar.startMs() - start) * scale;
      double width = Math.max(bar.durationMs() * scale, 1);
      String value = MeasureTable.number(bar.durationMs()) + " ms";
      svg.begin(bar.name() + ": " + value + ", " + (emulated ? "emulated" : "measured"));
      svg.text(
          "label",
          4 + Math.min(bar.depth(), 4) * canvas.names() / 14,
          y + 16,
          Anchor.START,
          bar.name());
      svg.rectangle("bar p-" + bar.name(), x, y + 4, width, 16);
      if (emulated) {
        svg.hatched(x, y + 4, width, 16);
      }
      svg.text("value", x + width + 6, y + 16, Anchor.START, value);
      svg.end();
      y += ROW;
    }
    return svg.done();
  }
}

package dev.thaw.report;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.Waterfall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The result of a measurement as one HTML page that needs nothing else: no network, no script.
public final class HtmlReport {

  private static final DateTimeFormatter STARTED =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String HATCH =
      """
      <svg class="defs" width="0" height="0" aria-hidden="true"><defs>\
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" \
      patternTransform="rotate(45)"><path class="stripe" d="M1.5 0V6"/></pattern></defs></svg>\
      """;

  private final MeasureResult result;
  private final Variant first;
  private final StringBuilder page = new StringBuilder(128 * 1024);

  private HtmlReport(MeasureResult result) {
    this.result = result;
    this.first = result.variants().getFirst();
  }

  public static String of(MeasureResult result) {
    return new HtmlReport(result).render();
  }

  private String render() {
    List<Variant> variants = result.variants();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.append("<title>").append(Html.text(result.target())).append(" - thaw</title><style>");
    page.append(style()).append("</style></head><body>").append(HATCH).append("<main>");
    header();
    tiles();
    String size = variants.size() > 1 ? " at " + first.memoryMb() + " MB" : "";
    waterfall("A typical cold start" + size, first.cold().typical());
    waterfall("A typical warm call" + size, first.warm().typical());
    section("Where a cold start goes", "Medians of the phases, laid end to end.");
    both(canvas -> PhasesPlot.svg(variants, canvas));
    page.append(PhasesPlot.legend(variants)).append("</section>");
    spread("How cold starts spread", "cold starts", v -> v.cold().latency());
    spread("How warm calls spread", "warm calls", v -> v.warm().latency());
    section(
        "All figures", "Medians and percentiles in milliseconds, with exact 95&nbsp;% intervals.");
    page.append(HtmlTable.of(result)).append("</section>");
    conditions();
    checklist();
    page.append("</main></body></html>\n");
    return page.toString();
  }

  private void header() {
    page.append("<header><h1>").append(Html.text(result.target())).append("</h1><p class=\"sub\">");
    page.append("handler ").append(Html.text(result.handler())).append(" &middot; ");
    page.append(Html.text(result.runtime().name()));
    result.runtime().version().ifPresent(v -> page.append(" (").append(Html.text(v)).append(')'));
    page.append(" &middot; package ").append(MeasureTable.bytes(first.packaged().bytes()));
    page.append(" &middot; ").append(STARTED.format(result.started())).append("</p>");
    for (String reason : result.spoilt()) {
      page.append("<p class=\"doubt\">Doubtful: ").append(Html.text(reason)).append("</p>");
    }
    List<String> reading = Reading.of(result);
    if (!reading.isEmpty()) {
      page.append("<p class=\"reading\">").append(Html.text(reading.getFirst())).append("</p>");
    }
    if (reading.size() > 1) {
      page.append("<ul class=\"more\">");
      reading.stream()
          .skip(1)
          .forEach(line -> page.append("<li>").append(Html.text(line)).append("</li>"));
      page.append("</ul>");
    }
    page.append("</header>");
  }

  private void tiles() {
    page.append("<div class=\"tiles\">");
    tile("cold start", first.cold().latency());
    tile("warm call", first.warm().latency());
    first.cold().initDuration().ifPresent(d -> tile("Init Duration", d));
    if (first.memory().maxUsedMb().isPresent()) {
      tile(
          "Max Memory Used",
          String.valueOf(first.memory().maxUsedMb().getAsInt()),
          "MB",
          "of " + first.memoryMb() + " MB");
    }
    page.append("</div>");
    if (result.variants().size() > 1) {
      page.append("<p class=\"sub under\">at ").append(first.memoryMb()).append(" MB</p>");
    }
  }

  private void tile(String name, Distribution distribution) {
    Optional<Estimate> p50 = distribution.p50();
    if (p50.isEmpty()) {
      tile(name, "-", "", "no samples");
      return;
    }
    String interval =
        p50.get()
            .ci95()
            .map(ci ->
                MeasureTable.number(ci.low()) + " to " + MeasureTable.number(ci.high()) + ", ")
            .orElse("");
    int n = distribution.samples().size();
    tile(
        name,
        MeasureTable.number(p50.get().value()),
        "ms",
        interval + n + (n == 1 ? " sample" : " samples"));
  }

  private void tile(String name, String value, String unit, String note) {
    page.append("<div class=\"tile\"><div class=\"name\">")
        .append(name)
        .append("</div><div class=\"figure\">")
        .append(value)
        .append(" <small>")
        .append(unit)
        .append("</small></div><div class=\"note\">")
        .append(note)
        .append("</div></div>");
  }

  private void waterfall(String title, Optional<Waterfall> typical) {
    if (typical.isEmpty()) {
      return;
    }
    section(title, "The request nearest to the median, as its caller saw it.");
    both(canvas -> WaterfallPlot.svg(typical.get(), canvas));
    page.append("</section>");
  }

  private void spread(String title, String what, Function<Variant, Distribution> of) {
    section(
        title,
        "Dots are single requests, the bar is the 95&nbsp;% interval of their median. Below, the share of "
            + what
            + " that took no longer, with the 95&nbsp;% band of the whole curve. Logarithmic scale.");
    both(canvas -> SpreadPlot.svg(what, result.variants(), of, canvas));
    page.append(SpreadPlot.legend(result.variants())).append("</section>");
  }

  private void both(Function<Canvas, String> draw) {
    for (Canvas canvas : List.of(Canvas.WIDE, Canvas.NARROW)) {
      page.append("<div class=\"")
          .append(canvas.name())
          .append("\">")
          .append(draw.apply(canvas))
          .append("</div>");
    }
  }

  private void section(String title, String note) {
    page.append("<section><h2>").append(title).append("</h2>");
    page.append("<p class=\"sub\">").append(note).append("</p>");
  }

  private void conditions() {
    page.append("<section><h2>How it was measured</h2><dl>");
    Conditions.of(result)
        .forEach((name, lines) -> {
          page.append("<dt>").append(Html.text(name)).append("</dt>");
          lines.forEach(line -> page.append("<dd>").append(Html.text(line)).append("</dd>"));
        });
    page.append("</dl></section>");
  }

  private void checklist() {
    section(
        "Twelve rules for a benchmark",
        "After Hoefler and Belli, <cite>Scientific Benchmarking of Parallel Computing Systems</cite>,"
            + " SC&rsquo;15; and how this run keeps them.");
    page.append("<ol class=\"rules\">");
    for (Checklist.Rule rule : Checklist.of(result)) {
      page.append("<li>").append(mark(rule.state())).append("<b>");
      page.append(Html.text(rule.rule())).append("</b> <span class=\"why\">");
      page.append(Html.text(rule.why())).append("</span></li>");
    }
    page.append("</ol></section>");
  }

  private static String mark(Checklist.State state) {
    return switch (state) {
      case KEPT -> "<span class=\"mark kept\">✓<i> kept</i></span>";
      case BROKEN -> "<span class=\"mark broken\">✗<i> broken</i></span>";
      case NOT_APPLICABLE -> "<span class=\"mark\">–<i> does not apply</i></span>";
    };
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

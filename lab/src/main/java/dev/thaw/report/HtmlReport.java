package dev.thaw.report;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The result of a measurement as one HTML page that needs nothing else: no network, no script.
public final class HtmlReport {

  private final MeasureResult result;
  private final StringBuilder page = new StringBuilder(64 * 1024);

  private HtmlReport(MeasureResult result) {
    this.result = result;
  }

  public static String of(MeasureResult result) {
    return new HtmlReport(result).render();
  }

  private String render() {
    Variant first = result.variants().getFirst();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    page.append("<title>").append(text(result.target())).append(" - thaw</title><style>");
    page.append(style()).append("</style></head><body><main>");
    header(first);
    tiles(first);
    if (first.cold().typical().isPresent()) {
      section("A typical cold start", "The request nearest to the median, as the caller saw it.");
      page.append(WaterfallPlot.svg(first.cold().typical().get())).append("</section>");
    }
    if (first.warm().typical().isPresent()) {
      section("A typical warm call", "");
      page.append(WaterfallPlot.svg(first.warm().typical().get())).append("</section>");
    }
    section(
        "Where a cold start goes",
        "Medians of each phase; the bars of one size add up to about its cold start.");
    page.append(PhasesPlot.svg(result.variants())).append("</section>");
    section(
        "How cold starts spread",
        "Every dot is one cold start; the band is the 95 % interval of the median.");
    page.append(SpreadPlot.svg(result.variants(), v -> v.cold().latency())).append("</section>");
    section("How warm calls spread", "On a logarithmic scale.");
    page.append(SpreadPlot.svg(result.variants(), v -> v.warm().latency())).append("</section>");
    tables();
    conditions();
    page.append("</main></body></html>\n");
    return page.toString();
  }

  private void header(Variant first) {
    page.append("<header><h1>").append(text(result.target())).append("</h1><p class=\"sub\">");
    page.append("handler ").append(text(result.handler())).append(" &middot; ");
    page.append(text(result.runtime().name()));
    result.runtime().version().ifPresent(v -> page.append(" (").append(text(v)).append(')'));
    page.append(" &middot; ").append(text(result.isolation().kind()));
    page.append(" &middot; package ").append(MeasureTable.bytes(first.packaged().bytes()));
    page.append(" &middot; ")
        .append(result.started().truncatedTo(ChronoUnit.SECONDS))
        .append("</p>");
    for (String line : Reading.of(result)) {
      page.append("<p class=\"reading\">").append(text(line)).append("</p>");
    }
    for (String reason : result.spoilt()) {
      page.append("<p class=\"doubt\">Doubtful: ").append(text(reason)).append("</p>");
    }
    page.append("</header>");
  }

  private void tiles(Variant v) {
    page.append("<div class=\"tiles\">");
    tile("cold start", v.cold().latency().p50(), v.cold().latency().samples().size() + " samples");
    tile("warm call", v.warm().latency().p50(), v.warm().latency().samples().size() + " samples");
    v.cold()
        .initDuration()
        .ifPresent(d -> tile("Init Duration", d.p50(), "as AWS's REPORT line has it"));
    if (v.memory().maxUsedMb().isPresent()) {
      page.append(
          "<div class=\"tile\"><div class=\"name\">Max Memory Used</div><div class=\"value\">");
      page.append(v.memory().maxUsedMb().getAsInt())
          .append(" <small>MB</small></div><div class=\"note\">of ");
      page.append(v.memoryMb()).append(" MB</div></div>");
    }
    page.append("</div>");
  }

  private void tile(String name, Optional<Estimate> estimate, String note) {
    page.append("<div class=\"tile\"><div class=\"name\">")
        .append(name)
        .append("</div><div class=\"value\">");
    if (estimate.isEmpty()) {
      page.append("-</div><div class=\"note\">").append(note).append("</div></div>");
      return;
    }
    page.append(MeasureTable.number(estimate.get().value()))
        .append(" <small>ms</small></div><div class=\"note\">");
    estimate
        .get()
        .ci95()
        .ifPresent(ci ->
            page.append(MeasureTable.number(ci.low()))
                .append(" to ")
                .append(MeasureTable.number(ci.high()))
                .append(" &middot; "));
    page.append(note).append("</div></div>");
  }

  private void section(String title, String note) {
    page.append("<section><h2>").append(title).append("</h2>");
    if (!note.isEmpty()) {
      page.append("<p class=\"sub\">").append(note).append("</p>");
    }
  }

  private void tables() {
    section("All figures", "Medians in milliseconds with their exact 95 % intervals.");
    page.append("<div class=\"scroll\"><table><thead><tr><th></th>");
    for (Variant v : result.variants()) {
      page.append("<th>").append(v.memoryMb()).append(" MB</th>");
    }
    page.append("</tr></thead><tbody>");
    row("cold start", "strong", v -> Optional.of(v.cold().latency()));
    for (String phase : ColdStarts.PHASES) {
      phase(phase, v -> v.cold().phases());
    }
    phase("runtime-boot-and-function-init", v -> v.cold().phases());
    row("Init Duration", "strong", v -> v.cold().initDuration());
    row("warm call", "strong", v -> Optional.of(v.warm().latency()));
    for (String phase : List.of("dispatch", "thaw", "invoke", "overhead")) {
      phase(phase, v -> v.warm().phases());
    }
    row("first warm call", "strong", v -> Optional.of(v.warm().first()));
    page.append("</tbody></table></div></section>");
  }

  private void phase(String name, java.util.function.Function<Variant, List<PhaseCost>> phases) {
    boolean any =
        result.variants().stream()
            .anyMatch(v -> MeasureTable.find(phases.apply(v), name).isPresent());
    if (any) {
      row(name, "", v -> MeasureTable.find(phases.apply(v), name).map(PhaseCost::durations));
    }
  }

  private void row(
      String name, String kind, java.util.function.Function<Variant, Optional<Distribution>> cell) {
    page.append("<tr class=\"")
        .append(kind)
        .append("\"><th scope=\"row\">")
        .append(name)
        .append("</th>");
    for (Variant v : result.variants()) {
      page.append("<td>");
      Optional<Estimate> p50 = cell.apply(v).flatMap(Distribution::p50);
      if (p50.isEmpty()) {
        page.append('-');
      } else {
        page.append(MeasureTable.number(p50.get().value()));
        p50.get()
            .ci95()
            .ifPresent(ci ->
                page.append(" <small>")
                    .append(MeasureTable.number(ci.low()))
                    .append("&ndash;")
                    .append(MeasureTable.number(ci.high()))
                    .append("</small>"));
      }
      page.append("</td>");
    }
    page.append("</tr>");
  }

  private void conditions() {
    section("How it was measured", "");
    page.append(
        "<ul><li>Every cold start had an environment of its own, verified by its identity; the order over memory sizes was ");
    page.append(text(result.order())).append(", seed ").append(result.seed()).append(".</li>");
    page.append("<li>Every figure is measured on this machine; nothing here is emulated.</li><li>");
    page.append(text(result.machine().cpu()))
        .append(", ")
        .append(result.machine().cores())
        .append(" cores, ");
    page.append(result.machine().memoryMb() / 1024)
        .append(" GB, ")
        .append(text(result.machine().kernel()))
        .append(", Java ");
    page.append(text(result.machine().java())).append("</li>");
    result
        .isolation()
        .limits()
        .forEach(l ->
            page.append("<li>")
                .append(text(l.name()))
                .append(": ")
                .append(l.enforced() ? "enforced" : "not enforced")
                .append(" (")
                .append(text(l.how()))
                .append(")</li>"));
    for (Variant v : result.variants()) {
      int out = v.cold().discarded().size() + v.warm().discarded().size();
      if (out > 0) {
        page.append("<li>")
            .append(out)
            .append(" requests at ")
            .append(v.memoryMb())
            .append(" MB were of the wrong kind and do not count.</li>");
      }
    }
    page.append("<li>thaw ").append(text(result.thawVersion())).append("</li></ul></section>");
  }

  /// Whatever a name holds, it stays text.
  static String text(String raw) {
    StringBuilder safe = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return safe.toString();
  }

  static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
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

package dev.thaw.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.Isolation;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PackageSize;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Reached;
import dev.thaw.measure.result.Runs;
import dev.thaw.measure.result.RuntimeUsed;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.Waterfall;
import dev.thaw.timeline.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  @Test
  void needsNothingFromOutsideAndStaysSmall() {
    String page = HtmlReport.of(Results.of("hello", 10_000));

    assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("<script");
    assertThat(page.length()).isLessThan(250_000);
  }

  @Test
  void whateverANameHoldsStaysText() {
    String page = HtmlReport.of(Results.of("<img src=x onerror=alert(1)>\u0000\"'&", 100));

    assertThat(page)
        .doesNotContain("<img")
        .contains("&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;");
  }

  @Test
  void emulatedTimeIsHatched() {
    assertThat(HtmlReport.of(Results.of("hello", 100)))
        .contains("fill:url(#hatch)")
        .contains("30.0 ms, emulated");
  }

  @Test
  void nothingIsCalledMeasuredThatIsEmulated() {
    assertThat(HtmlReport.of(Runs.flask(512)))
        .contains("Emulated, to stand for what is not here: download.")
        .contains("download (emulated)")
        .contains("hatched: emulated")
        .doesNotContain("nothing is emulated");
  }

  @Test
  void sixSizesWithThousandsOfCallsStaySmall() {
    List<Variant> variants =
        IntStream.of(128, 256, 512, 1024, 1769, 10_240).mapToObj(Runs::variant).toList();
    assertThat(HtmlReport.of(Runs.of(variants, List.of())).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(250_000);
  }

  @Test
  void everyPictureHasATextAndEveryElementIsClosed() {
    for (MeasureResult result :
        List.of(
            Runs.flask(512),
            Runs.flask(128, 1769),
            Runs.of(List.of(Runs.few()), List.of("a", "b")),
            Runs.of(List.of(Runs.few(1)), List.of()),
            Runs.of(List.of(Runs.few(5, 5, 5, 5, 5, 5, 5)), List.of()),
            Runs.of(List.of(Runs.few(0, 0, 0, 1e-9, 1e9)), List.of()))) {
      String page = HtmlReport.of(result);
      assertThat(Pattern.compile("<svg (?![^>]*aria-)").matcher(page).find()).isFalse();
      assertThat(page).doesNotContain("NaN").doesNotContain("Infinity");
      assertClosed(page);
    }
  }

  @Test
  void noTextOfARunIsTakenForMarkup() {
    String hostile = "</style><script>alert(1)</script>\u202e\u0000\ud800";
    Variant variant = Runs.variant(512);
    Waterfall waterfall =
        new Waterfall(
            hostile, 1, List.of(new Waterfall.Bar(hostile, 900, Origin.EMULATED, -1e6, 1e6)));
    Variant changed =
        new Variant(
            512,
            new PackageSize(
                1, OptionalLong.empty(), List.of(new PackageSize.Dependency(hostile, 1))),
            new ColdStarts(
                variant.cold().latency(),
                List.of(
                    new PhaseCost("download", Origin.MEASURED, Runs.distribution(90)),
                    new PhaseCost(hostile, Origin.EMULATED, Runs.distribution(80))),
                Optional.empty(),
                List.of(new Discarded(1, hostile)),
                Optional.of(waterfall)),
            variant.warm(),
            variant.memory());
    MeasureResult plain = Runs.of(List.of(changed), List.of(hostile));
    MeasureResult result =
        new MeasureResult(
            hostile,
            plain.started(),
            hostile,
            Optional.of(new Reached(hostile, hostile, hostile, 1, hostile, Optional.of(hostile))),
            hostile,
            new RuntimeUsed(hostile, Optional.of(hostile), Optional.of(hostile)),
            new Isolation(hostile, List.of(new Isolation.Limit(hostile, false, hostile))),
            plain.variants(),
            plain.machine(),
            1,
            hostile,
            plain.spoilt());
    String page = HtmlReport.of(result);
    assertThat(page.split("</style>", -1)).hasSize(2);
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("\u202e")
        .doesNotContain("\u0000")
        .doesNotContain("\ud800");
    assertClosed(page);
  }

  @Test
  void theChecklistTellsWhatThisRunCannotBear() {
    assertThat(Checklist.of(Runs.of(List.of(Runs.few(1, 2)), List.of())))
        .filteredOn(rule -> rule.state() == Checklist.State.BROKEN)
        .extracting(Checklist.Rule::rule)
        .containsExactly(
            "Confidence intervals for what is not deterministic",
            "Tails where they matter",
            "Bounds are shown");
    assertThat(Checklist.of(Runs.flask(128, 512))).hasSize(12);
  }

  @Test
  void axesAreLabelledWithoutIdleDigits() {
    assertThat(List.of(0.0, 0.05, 0.5, 1.0, 1.5, 20.0, 1_000.0, -5.0))
        .extracting(Axis::label)
        .containsExactly("0", "0.05 ms", "0.5 ms", "1 ms", "1.5 ms", "20 ms", "1000 ms", "-5 ms");
  }

  /// Elements open and close in pairs.
  private static void assertClosed(String page) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tags = Pattern.compile("<(/?)([a-z0-9]+)[^>]*?(/?)>").matcher(page);
    while (tags.find()) {
      String name = tags.group(2);
      if (tags.group(1).isEmpty() && tags.group(3).isEmpty() && !name.equals("meta")) {
        open.push(name);
      } else if (!tags.group(1).isEmpty()) {
        assertThat(open.pop()).isEqualTo(name);
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void theTableSaysWhatIsNotEnforced() {
    assertThat(MeasureTable.of(Results.of("hello", 100)))
        .contains("not enforced here: memory")
        .contains("60.0 of 100 ms of a cold start are your imports");
  }
}

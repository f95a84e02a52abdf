package dev.thaw.report;

import static org.assertj.core.api.Assertions.assertThat;

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
  void theTableSaysWhatIsNotEnforced() {
    assertThat(MeasureTable.of(Results.of("hello", 100)))
        .contains("not enforced here: memory")
        .contains("60.0 of 100 ms of a cold start are your imports");
  }
}

package dev.thaw.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Runs;
import dev.thaw.measure.result.Variant;
import dev.thaw.timeline.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasureTableTest {

  @Test
  void listsThePhasesInTheOrderOfTheLifeCycle() {
    assertThat(MeasureTable.of(Runs.flask(512)))
        .containsSubsequence(
            "cold start",
            "\n  download",
            "\n  unpack",
            "\n  sandbox",
            "\n  runtime-boot",
            "\n  function-init",
            "\n  first-invoke",
            "\n  overhead",
            "\nInit Duration",
            "\nwarm call",
            "\n  dispatch",
            "\nMax Memory Used",
            "48 MB",
            "\npackage",
            "3.3 MB");
  }

  @Test
  void saysThroughWhichUrlAndThatNoNameWasLookedUp() {
    assertThat(MeasureTable.of(Runs.byUrl()).replaceAll("\\s+", " "))
        .contains("through GET https://a1b2c3.execute-api.us-east-1.amazonaws.com/api/")
        .contains("no name was looked up");
    assertThat(HtmlReport.of(Runs.byUrl())).contains("Called through").contains("TLSv1.3");
    assertThat(MeasureTable.of(Runs.flask(512))).doesNotContain("through");
  }

  @Test
  void readsTheLargestPhaseFirstAndSaysWhatToDo() {
    List<String> lines = Reading.of(Runs.flask(512));
    assertThat(lines.getFirst())
        .matches("\\d+(\\.\\d)? of \\d+ ms of a cold start are your imports.*");
    assertThat(lines.get(1))
        .contains("(emulated) are copying your package to the worker")
        .contains("werkzeug with 1.8 MB");
    assertThat(lines).anyMatch(line -> line.startsWith("A cold start costs a caller "));
  }

  @Test
  void saysWhatMemoryBuysOnlyWhereTheIntervalsAreApart() {
    assertThat(Reading.of(Runs.flask(128, 1769)))
        .anyMatch(line -> line.matches("From 128 to 1769 MB a warm call gets .* times as fast\\."));
    assertThat(Reading.of(Runs.flask(1769, 3008)))
        .contains("From 1769 to 3008 MB a cold start does not change beyond its intervals.");
  }

  @Test
  void tellsMeasuredAndEmulatedBarsApart() {
    String table = MeasureTable.of(Runs.flask(512));
    assertThat(table.lines().filter(line -> line.startsWith("  download")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("░").doesNotContain("█"));
    assertThat(table.lines().filter(line -> line.startsWith("  function-init")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("████").doesNotContain("░"));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 72, 80, 100, 120, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    MeasureResult result = Runs.flask(128, 256, 512, 1024, 1769, 3008);
    String table = MeasureTable.of(result, new Look(width, false));
    assertThat(table.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    for (Variant variant : result.variants()) {
      assertThat(table).contains(variant.memoryMb() + " MB");
    }
  }

  @Test
  void coloursOnlyWhereTheyWereAskedFor() {
    assertThat(MeasureTable.of(Runs.flask(512))).doesNotContain("\u001b");
    String coloured = MeasureTable.of(Runs.flask(512), new Look(100, true));
    assertThat(coloured).contains("\u001b[1mcold start");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", ""))
        .isEqualTo(MeasureTable.of(Runs.flask(512), new Look(100, false)));
  }

  @Test
  void nothingForeignReachesTheTerminalAsAnOrder() {
    Variant variant = Runs.variant(512);
    PhaseCost hostile =
        new PhaseCost("\u001b[2Jgone", Origin.MEASURED, Runs.distribution(9_000, 9_000));
    Variant changed =
        new Variant(
            512,
            variant.packaged(),
            new ColdStarts(
                variant.cold().latency(),
                List.of(hostile),
                Optional.empty(),
                List.of(new Discarded(1, "\u001b]0;title\u0007\r\n")),
                Optional.empty()),
            variant.warm(),
            variant.memory());
    String table = MeasureTable.of(Runs.of(List.of(changed), List.of("\u009b31mred")));
    assertThat(table.replace("\n", "")).doesNotContainPattern("\\p{Cc}");
    assertThat(table).contains("1 request at 512 MB does not count", "doubtful: ?31mred");
  }

  @Test
  void fewSamplesGiveNoPercentilesAndNoIntervals() {
    String table = MeasureTable.of(Runs.of(List.of(Runs.few(1, 2, 3)), List.of()));
    assertThat(table.lines().filter(line -> line.startsWith("cold start")))
        .containsExactly("cold start            2.00 ms");
    assertThat(table).contains("p90                 too few", "p99                 too few");
    assertThat(table.lines().filter(line -> line.startsWith("warm call")))
        .containsExactly("warm call" + " ".repeat(19) + "-");
  }
}

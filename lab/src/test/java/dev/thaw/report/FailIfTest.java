package dev.thaw.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.Runs;
import dev.thaw.report.FailIf.Outcome;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FailIfTest {

  @Test
  void theIntervalDecidesAndNotThePoint() {
    assertThat(judge("cold.p50 > 80ms")).isEqualTo(Outcome.FAIL);
    assertThat(judge("cold.p50 > 105ms")).isEqualTo(Outcome.UNDECIDED);
    assertThat(judge("cold.p50 > 95ms")).isEqualTo(Outcome.UNDECIDED);
    assertThat(judge("cold.p50 > 120ms")).isEqualTo(Outcome.PASS);
    assertThat(judge("cold.p50 < 0.2 s")).isEqualTo(Outcome.FAIL);
  }

  @Test
  void phasesMemoryAndPackageCanBeAskedFor() {
    assertThat(judge("cold.phases.function-init.p50 > 50")).isEqualTo(Outcome.FAIL);
    assertThat(judge("cold.init_duration.p50 >= 1s")).isEqualTo(Outcome.PASS);
    assertThat(judge("memory.max_used > 14 MB")).isEqualTo(Outcome.FAIL);
    assertThat(judge("package.bytes > 1kb")).isEqualTo(Outcome.PASS);
  }

  @Test
  void aLimitWithoutAUnitIsReadInTheUnitOfItsKey() {
    assertThat(FailIf.parse("cold.p50 > 300").limit()).isEqualTo(300);
    assertThat(FailIf.parse("cold.p50 > 300us").limit()).isEqualTo(0.3);
    assertThat(FailIf.parse("memory.max_used > 14").limit()).isEqualTo(14 * 1_048_576.0);
    assertThat(FailIf.parse("package.bytes > 14").limit()).isEqualTo(14);
  }

  @Test
  void aFigureThatTheSamplesCannotBearIsUndecided() {
    assertThat(FailIf.parse("cold.p99 > 1ms").judge(Results.of("hello", 100)))
        .isEqualTo(
            new FailIf.Verdict(
                Outcome.UNDECIDED,
                "cold.p99 > 1ms at 128 MB: undecided, 30 samples are too few for p99"));
    assertThat(judge("warm.first_call.p90 > 1ms")).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void aMedianWithoutAnIntervalIsUndecidedHoweverFarItIs() {
    MeasureResult few = Runs.of(List.of(Runs.few(1, 2, 3)), List.of());
    assertThat(FailIf.parse("cold.p50 > 1000ms").judge(few).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(FailIf.parse("warm.p50 > 1000ms").judge(few).outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(FailIf.parse("memory.max_used > 1").judge(few).detail())
        .contains("the memory used could not be read");
  }

  @Test
  void aPhaseThatIsNotThereIsAnsweredWithThoseThatAre() {
    FailIf.Verdict verdict =
        FailIf.parse("cold.phases.unheard-of.p50 > 1ms").judge(Results.of("hello", 100));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(verdict.detail()).contains("there are: function-init, sandbox");
  }

  @Test
  void theWorstMemorySizeDecides() {
    MeasureResult two = Runs.flask(128, 1769);
    FailIf.Verdict verdict = FailIf.parse("cold.phases.first-invoke.p50 > 10ms").judge(two);
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(verdict.detail()).contains("at 128 MB: yes, it is");
    assertThat(FailIf.parse("cold.phases.first-invoke.p50 < 10ms").judge(two).detail())
        .contains("at 1769 MB: yes, it is");
  }

  @Test
  void errorsNameTheColumnAndWhatWasExpected() {
    assertThatThrownBy(() -> FailIf.parse("cold.p50 300ms"))
        .hasMessageContaining("column 10")
        .hasMessageContaining("cold.p50 > 300ms");
    assertThatThrownBy(() -> FailIf.parse("cold.p50 >")).hasMessageContaining("column 11");
    assertThatThrownBy(() -> FailIf.parse("cold.p51 > 1ms"))
        .hasMessageContaining("column 1: figure cold.p51");
    assertThatThrownBy(() -> FailIf.parse("cold.p50 > 1mb")).hasMessageContaining("unit mb");
    for (String wrong :
        List.of("warm.init_duration.p50", "cold.first_call.p50", "cold", "cold.phases.p50")) {
      assertThatThrownBy(() -> FailIf.parse(wrong + " > 1"))
          .hasMessageContaining("column 1: figure " + wrong);
    }
    assertThatThrownBy(() -> FailIf.parse("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostileTextGivesAnErrorAndNothingElse() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        text.append("cold.p50>= <1ms\n\u0000é9".charAt(random.nextInt(18)));
      }
      try {
        assertThat(FailIf.parse(text.toString()).text()).isNotEmpty();
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).startsWith("--fail-if");
      }
    }
    assertThatThrownBy(() -> FailIf.parse("x".repeat(100_000)))
        .hasMessageContaining("100000 characters");
  }

  private static Outcome judge(String condition) {
    return FailIf.parse(condition).judge(Results.of("hello", 100)).outcome();
  }
}

package dev.thaw.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.report.FailIf.Outcome;
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
  void aFigureThatTheSamplesCannotBearIsUndecided() {
    assertThat(judge("cold.p99 > 1ms")).isEqualTo(Outcome.UNDECIDED);
    assertThat(judge("cold.phases.unheard-of.p50 > 1ms")).isEqualTo(Outcome.UNDECIDED);
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

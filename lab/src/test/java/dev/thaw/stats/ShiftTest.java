package dev.thaw.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftTest {

  private static Sample lognormal(RandomGenerator random, int n, double scale) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> scale * Math.exp(0.3 * random.nextGaussian()));
    return Sample.of("ms", values);
  }

  @Test
  void agreesWithAllPairsWrittenOut() {
    RandomGenerator random = SampleTest.seeded(7);
    Sample base = lognormal(random, 12, 100);
    Sample other = lognormal(random, 9, 130);
    double[] pairs =
        Arrays.stream(other.values())
            .flatMap(o -> Arrays.stream(base.values()).map(b -> o - b))
            .sorted()
            .toArray();
    Estimate shift = Shift.difference(base, other).orElseThrow();
    assertThat(shift.value()).isCloseTo((pairs[53] + pairs[54]) / 2, within(1e-9));
    // the critical value of the two-sided 5 % test for 9 and 12 is 26
    assertThat(shift.interval().low()).isEqualTo(pairs[26]);
    assertThat(shift.interval().high()).isEqualTo(pairs[pairs.length - 27]);
  }

  @Test
  void isExactWhereTheNegativeMeetsThePositive() {
    Sample base = Sample.of("ms", 1, 2, 3, 4, 5);
    Estimate shift = Shift.difference(base, base).orElseThrow();
    assertThat(shift.value()).isZero();
    assertThat(shift.interval().low()).isEqualTo(-shift.interval().high());
  }

  @Test
  void isEmptyForTooFewSamples() {
    Sample three = Sample.of("ms", 1, 2, 3);
    Sample four = Sample.of("ms", 1, 2, 3, 4);
    assertThat(Shift.difference(three, three)).isEmpty();
    assertThat(Shift.difference(Sample.of("ms"), four)).isEmpty();
    assertThat(Shift.difference(four, four)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "30, 20", "80, 60"})
  void ratiosHoldTheTruthAsOftenAsTheySay(int n, int m) {
    RandomGenerator random = SampleTest.seeded(11);
    int runs = 2_000;
    int held = 0;
    for (int run = 0; run < runs; run++) {
      Estimate ratio =
          Shift.ratio(lognormal(random, n, 100), lognormal(random, m, 120)).orElseThrow();
      if (ratio.interval().contains(1.2)) {
        held++;
      }
    }
    assertThat((double) held / runs).isBetween(0.93, 0.99);
  }

  @Test
  void copesWithLargeSamples() {
    RandomGenerator random = SampleTest.seeded(13);
    Estimate ratio =
        Shift.ratio(lognormal(random, 50_000, 100), lognormal(random, 50_000, 110)).orElseThrow();
    assertThat(ratio.value()).isCloseTo(1.1, within(0.01));
    assertThat(ratio.interval().high() - ratio.interval().low()).isLessThan(0.02);
  }

  @Test
  void refusesARatioOfWhatIsNotPositive() {
    Sample zero = Sample.of("ms", 0, 1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shift.ratio(zero, zero))
        .withMessage("value: 0.0 (expected: above 0)");
  }
}

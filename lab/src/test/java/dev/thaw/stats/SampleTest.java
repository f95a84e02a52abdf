package dev.thaw.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {

  static RandomGenerator seeded(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static Sample upTo(int n) {
    return Sample.of("ms", IntStream.rangeClosed(1, n).asDoubleStream().toArray());
  }

  @Test
  void interpolatesBetweenNeighbours() {
    Sample sample = Sample.of("ms", 4, 1, 3, 2);
    assertThat(sample.median()).isEqualTo(2.5);
    assertThat(sample.quantile(0)).isEqualTo(1);
    assertThat(sample.quantile(1)).isEqualTo(4);
    assertThat(sample.quantile(0.25)).isEqualTo(1.75);
    assertThat(sample.mean()).isEqualTo(2.5);
  }

  @Test
  void keepsTheOrderOfObservation() {
    assertThat(Sample.of("ms", 4, 1, 3).values()).containsExactly(4, 1, 3);
    assertThat(Sample.of("ms", 4, 1, 3).sorted()).containsExactly(1, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 6", "0.75, 11", "0.9, 29", "0.95, 59", "0.99, 299"})
  void showsAQuantileOnlyFromEnoughSamples(double p, int enough) {
    assertThat(OrderStatistics.minimum(p, 0.95)).isEqualTo(enough);
    assertThat(upTo(enough - 1).estimate(p)).isEmpty();
    assertThat(upTo(enough).estimate(p)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"6, 1, 6", "10, 2, 9", "20, 6, 15", "100, 40, 60"})
  void boundsTheMedianByTheRanksOfTheTables(int n, double low, double high) {
    Interval interval = upTo(n).estimate(0.5).orElseThrow().interval();
    // from an even number of ranks on two pairs can be equally short and even
    assertThat(interval.high() - interval.low()).isEqualTo(high - low);
    assertThat(interval.low()).isCloseTo(low, within(1.0));
    assertThat(interval.contains((n + 1) / 2.0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void givesNoIntervalToNextToNothing(int n) {
    assertThat(upTo(n).estimate(0.5)).isEmpty();
  }

  @Test
  void choosesRanksForALargeSample() {
    OrderStatistics.Ranks ranks = OrderStatistics.ranks(200_000, 0.99, 0.95).orElseThrow();
    assertThat(ranks.low()).isBetween(197_900, 198_000);
    assertThat(ranks.high()).isBetween(198_000, 198_100);
    assertThat(ranks.coverage()).isBetween(0.95, 0.952);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 30", "0.5, 6", "0.5, 101", "0.9, 60", "0.95, 100", "0.99, 400"})
  void intervalsHoldTheTrueQuantileAsOftenAsTheySay(double p, int n) {
    RandomGenerator random = seeded(20_251_124);
    double sigma = Math.sqrt(Math.log(1 + 0.3 * 0.3));
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(p);
    double truth = 100 * Math.exp(sigma * z);
    int runs = 4_000;
    int held = 0;
    for (int run = 0; run < runs; run++) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = 100 * Math.exp(sigma * random.nextGaussian());
      }
      if (Sample.of("ms", values).estimate(p).orElseThrow().interval().contains(truth)) {
        held++;
      }
    }
    assertThat((double) held / runs).isBetween(0.94, 0.99);
  }

  @Test
  void refusesWhatIsNoNumberAndNoQuantile() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sample.of("ms", 1, Double.NaN))
        .withMessage("value: NaN (expected: a finite number)");
    assertThatIllegalArgumentException().isThrownBy(() -> upTo(9).quantile(1.01));
    assertThatIllegalArgumentException().isThrownBy(() -> upTo(9).estimate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> upTo(9).estimate(0.5, 1));
    assertThatIllegalStateException().isThrownBy(() -> upTo(0).median());
  }
}

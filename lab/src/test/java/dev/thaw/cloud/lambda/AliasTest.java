package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AliasTest {

  @Test
  void choosesTheOnlyVersionWhateverIsDrawn() {
    Alias alias = alias(Map.of());

    assertThat(alias.choose(0)).isEqualTo("1");
    assertThat(alias.choose(Math.nextDown(1.0))).isEqualTo("1");
  }

  @Test
  void choosesTheOtherVersionBelowItsWeight() {
    Alias alias = alias(Map.of("2", 0.25));

    assertThat(alias.choose(0)).isEqualTo("2");
    assertThat(alias.choose(Math.nextDown(0.25))).isEqualTo("2");
    assertThat(alias.choose(0.25)).isEqualTo("1");
    assertThat(alias.choose(Math.nextDown(1.0))).isEqualTo("1");
  }

  @Test
  void aWeightOfNothingOrAllIsKeptExactly() {
    assertThat(alias(Map.of("2", 0.0)).choose(0)).isEqualTo("1");
    assertThat(alias(Map.of("2", 1.0)).choose(Math.nextDown(1.0))).isEqualTo("2");
  }

  @Test
  void pointsToBothItsVersions() {
    Alias alias = alias(Map.of("2", 0.0));

    assertThat(alias.pointsTo("1")).isTrue();
    assertThat(alias.pointsTo("2")).isTrue();
    assertThat(alias.pointsTo("3")).isFalse();
  }

  private static Alias alias(Map<String, Double> weights) {
    return new Alias("live", "1", "", new TreeMap<>(weights), "r");
  }
}

package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.measure.FakeLambda.Manners;
import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.Isolation;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PackageSize;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.RuntimeUsed;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.Waterfall;
import dev.thaw.timeline.Origin;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColdWarmTest {

  /// Cold and warm calls before anything counts, per arm.
  private static final int UNCOUNTED = 6;

  private static Arm arm(String name, int memory) {
    return new Arm(name, memory, new PackageSize(1234, OptionalLong.empty(), List.of()));
  }

  private static ColdWarmPlan plan(int cold, int warm, int concurrency, Arm... arms) {
    return new ColdWarmPlan(
        "0.1",
        "hello",
        List.of(arms),
        cold,
        warm,
        2,
        concurrency,
        new Door.Invoke(new byte[] {'{', '}'}),
        42);
  }

  private static MeasureResult run(FakeLambda lambda, ColdWarmPlan plan)
      throws InterruptedException {
    plan.arms().forEach(arm -> lambda.existing(arm.function(), "mine"));
    try (LambdaApi api = lambda.api()) {
      return new ColdWarm(api, Steps.UNHEARD).run(plan);
    }
  }

  private static List<String> names(List<PhaseCost> phases) {
    return phases.stream().map(PhaseCost::name).toList();
  }

  @Test
  void takesAsManyColdAndWarmSamplesAsPlanned() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      MeasureResult result = run(lambda, plan(7, 60, 1, arm("a", 128)));
      Variant variant = result.variants().getFirst();
      assertThat(variant.cold().latency().samples()).hasSize(7);
      assertThat(variant.cold().latency().p50().orElseThrow().ci95()).isPresent();
      assertThat(variant.cold().latency().p90()).isEmpty();
      assertThat(variant.cold().initDuration().orElseThrow().samples()).containsOnly(80.5);
      assertThat(variant.cold().discarded()).isEmpty();
      assertThat(variant.warm().latency().samples()).hasSize(60);
      assertThat(variant.warm().latency().p90()).isPresent();
      assertThat(variant.warm().first().samples()).hasSize(7);
      assertThat(variant.warm().discarded()).isEmpty();
      assertThat(variant.memory().maxUsedMb()).hasValue(34);
      assertThat(result.order()).isEqualTo("sequential");
    }
  }

  @Test
  void splitsAColdStartIntoItsPhases() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      MeasureResult result = run(lambda, plan(3, 5, 1, arm("a", 128)));
      Variant variant = result.variants().getFirst();
      assertThat(names(variant.cold().phases()))
          .containsExactly(
              "download", "sandbox", "runtime-boot", "function-init", "first-invoke", "overhead");
      PhaseCost download = variant.cold().phases().getFirst();
      assertThat(download.origin()).isEqualTo(Origin.EMULATED);
      assertThat(download.durations().samples()).containsOnly(0.02);
      // download and sandbox overlap: 0.1 ms of the wait are accounted for, not 0.11
      double waited = variant.cold().latency().samples().getFirst();
      assertThat(variant.cold().phases().getLast().durations().samples().getFirst())
          .isCloseTo(waited - 0.1, within(1e-6));
      assertThat(names(variant.warm().phases())).containsExactly("dispatch", "invoke", "overhead");
      assertThat(result.runtime())
          .isEqualTo(
              new RuntimeUsed(
                  "python3.13", Optional.of("/usr/bin/python3.13"), Optional.of("3.13.5")));
      assertThat(result.isolation().kind()).isEqualTo("unshare");
      assertThat(result.isolation().limits())
          .containsExactly(
              new Isolation.Limit("memory", true, "cgroup v1"),
              new Isolation.Limit("cpu", false, "not enforced by cgroup v1"),
              new Isolation.Limit("freeze", true, "cgroup v2"));
    }
  }

  @Test
  void showsATypicalColdStartWithBothRecords() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      Variant variant = run(lambda, plan(5, 5, 1, arm("a", 128))).variants().getFirst();
      Waterfall typical = variant.cold().typical().orElseThrow();
      assertThat(typical.bars())
          .extracting(Waterfall.Bar::name)
          .contains("dispatch", "cold-start", "sandbox", "init", "function-init", "invoke")
          .doesNotContain("freeze");
      assertThat(typical.bars())
          .filteredOn(bar -> bar.name().equals("function-init"))
          .allMatch(bar -> bar.depth() == 2);
      assertThat(typical.bars())
          .allMatch(bar -> bar.startMs() >= 0)
          .isSortedAccordingTo((a, b) -> Double.compare(a.startMs(), b.startMs()));
      assertThat(variant.warm().typical()).isPresent();
    }
  }

  @Test
  void interleavesTheArmsInAnOrderThatTheSeedDecides() throws Exception {
    Arm[] arms = {arm("a", 128), arm("b", 512), arm("c", 1769)};
    List<String> first;
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      assertThat(run(lambda, plan(6, 0, 1, arms)).order()).isEqualTo("random interleaved");
      first = lambda.order();
    }
    Set<List<String>> rounds = new LinkedHashSet<>();
    for (int i = 3 * UNCOUNTED; i < first.size(); i += 6) {
      List<String> round = first.subList(i, i + 6);
      assertThat(round).containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
      rounds.add(List.copyOf(round));
    }
    assertThat(rounds).hasSizeGreaterThan(1);
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      run(lambda, plan(6, 0, 1, arms));
      assertThat(lambda.order()).isEqualTo(first);
    }
  }

  @Test
  void keepsAndTagsWarmCallsWhereColdOnesWereWanted() throws Exception {
    Manners stubborn = new Manners(true, n -> n == UNCOUNTED + 3, n -> false, n -> false);
    try (FakeLambda lambda = new FakeLambda(stubborn)) {
      Variant variant = run(lambda, plan(4, 0, 1, arm("a", 128))).variants().getFirst();
      assertThat(variant.cold().latency().samples()).hasSize(4);
      assertThat(variant.cold().discarded())
          .extracting(Discarded::reason)
          .containsExactly("warm where cold was wanted");
    }
  }

  @Test
  void believesTheLogWhereThereAreNoTimelines() throws Exception {
    Manners plain = new Manners(false, n -> n == UNCOUNTED + 3, n -> false, n -> false);
    try (FakeLambda lambda = new FakeLambda(plain)) {
      MeasureResult result = run(lambda, plan(4, 5, 1, arm("a", 128)));
      Variant variant = result.variants().getFirst();
      assertThat(variant.cold().latency().samples()).hasSize(4);
      assertThat(variant.cold().phases()).isEmpty();
      assertThat(variant.cold().typical()).isEmpty();
      assertThat(variant.cold().discarded())
          .extracting(Discarded::reason)
          .containsExactly("warm where cold was wanted: no Init Duration in the log");
      assertThat(result.isolation()).isEqualTo(new Isolation("unknown", List.of()));
      assertThat(lambda.requests())
          .filteredOn(request -> request.startsWith("GET /_thaw/"))
          .hasSize(1);
    }
  }

  @Test
  void keepsAndTagsFailuresOfTheFunctionAndOfTheWire() throws Exception {
    Manners bad = new Manners(true, n -> false, n -> n == UNCOUNTED + 1, n -> n == UNCOUNTED + 2);
    try (FakeLambda lambda = new FakeLambda(bad)) {
      Variant variant = run(lambda, plan(3, 0, 1, arm("a", 128))).variants().getFirst();
      assertThat(variant.cold().latency().samples()).hasSize(3);
      assertThat(variant.cold().discarded()).hasSize(2);
      assertThat(variant.cold().discarded().get(0).reason()).isEqualTo("function error: KeyError");
      assertThat(variant.cold().discarded().get(1).reason()).contains("closed the connection");
    }
  }

  @Test
  void stopsWithTheLogOfAFunctionThatFailsFromTheStart() throws Exception {
    try (FakeLambda lambda = new FakeLambda(new Manners(true, n -> false, n -> true, n -> false))) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> run(lambda, plan(3, 3, 1, arm("a", 128))))
          .withMessageStartingWith("the function a fails: KeyError: 'x'\nSTART RequestId: ");
      assertThat(lambda.descriptions()).containsEntry("a", "mine");
    }
  }

  @Test
  void givesUpWhereNothingIsEverCold() throws Exception {
    try (FakeLambda lambda =
        new FakeLambda(new Manners(true, n -> n > 1, n -> false, n -> false))) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> run(lambda, plan(3, 0, 1, arm("a", 128))))
          .withMessage("no cold start of a counts out of 8: warm where cold was wanted");
    }
  }

  @Test
  void callsFromSeveralConnectionsAtOnce() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      Variant variant = run(lambda, plan(1, 10, 4, arm("a", 128))).variants().getFirst();
      assertThat(variant.warm().latency().samples()).hasSize(12);
      assertThat(variant.warm().concurrency()).isEqualTo(4);
      assertThat(lambda.connections()).isEqualTo(5);
    }
  }

  @Test
  void putsTheDescriptionBack() throws IOException, InterruptedException {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      run(lambda, plan(1, 0, 1, arm("a", 128)));
      assertThat(lambda.descriptions()).containsEntry("a", "mine");
    }
  }

  @Test
  void refusesPlansThatMeasureNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(0, 0, 1, arm("a", 128)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(1, 0, 0, arm("a", 128)))
        .withMessage("concurrency: 0 (expected: 1 to 1000)");
    assertThatIllegalArgumentException().isThrownBy(() -> plan(1, 0, 1));
  }
}

package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.thaw.measure.FakeLambda.Manners;
import dev.thaw.measure.result.Discarded;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.PackageSize;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Reached;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.Waterfall;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UrlDoorTest {

  /// Cold and warm calls before anything counts.
  private static final int UNCOUNTED = 6;

  private static Arm arm(String name) {
    return new Arm(name, 128, new PackageSize(1234, OptionalLong.empty(), List.of()));
  }

  private static MeasureResult run(FakeLambda lambda, String behind, int cold, int warm)
      throws InterruptedException {
    lambda.existing("a", "mine");
    try (LambdaApi api = lambda.api()) {
      ColdWarmPlan plan =
          new ColdWarmPlan(
              "0.1", "shop", List.of(arm("a")), cold, warm, 2, 1, lambda.url(behind), 42);
      return new ColdWarm(api, Steps.UNHEARD).run(plan);
    }
  }

  private static List<String> names(List<PhaseCost> phases) {
    return phases.stream().map(PhaseCost::name).toList();
  }

  private static double cost(List<PhaseCost> phases, String name) {
    return phases.stream()
        .filter(phase -> phase.name().equals(name))
        .findFirst()
        .orElseThrow()
        .durations()
        .samples()
        .getFirst();
  }

  @Test
  void opensAConnectionForAColdCallAndKeepsItForWarmOnes() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      Variant variant = run(lambda, "a", 4, 10).variants().getFirst();
      assertThat(variant.cold().latency().samples()).hasSize(4);
      assertThat(variant.cold().discarded()).isEmpty();
      assertThat(variant.warm().latency().samples()).hasSize(10);
      assertThat(variant.warm().first().samples()).hasSize(4);
      assertThat(variant.memory().maxUsedMb()).hasValue(30);
      // the API's, one for each uncounted round and each cold call, one for all warm calls
      assertThat(lambda.connections()).isEqualTo(1 + 3 + 4 + 1);
      assertThat(names(variant.cold().phases())).contains("tcp", "send");
      assertThat(names(variant.warm().phases())).doesNotContain("dns", "tcp", "tls");
    }
  }

  @Test
  void showsTheCallersAndTheGatewaysPhasesBesideTheFunctions() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      List<PhaseCost> phases = run(lambda, "a", 3, 3).variants().getFirst().cold().phases();
      assertThat(names(phases))
          .containsSubsequence("tcp", "route", "authorize", "integrate", "download", "sandbox")
          .containsSubsequence("function-init", "first-invoke", "overhead")
          .doesNotContain("wait", "dispatch");
      assertThat(cost(phases, "route")).isCloseTo(0.005, within(1e-9));
      // of its 140 us 100 are the function's phases
      assertThat(cost(phases, "integrate")).isCloseTo(0.04, within(1e-9));
    }
  }

  @Test
  void drawsTheServersRecordWithinTheWait() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      MeasureResult result = run(lambda, "a", 3, 3);
      Waterfall cold = result.variants().getFirst().cold().typical().orElseThrow();
      assertThat(cold.bars())
          .extracting(Waterfall.Bar::name)
          .startsWith("dns", "tcp", "send", "wait", "route", "authorize", "integrate");
      assertThat(cold.bars()).extracting(Waterfall.Bar::name).endsWith("receive");
      Waterfall.Bar wait = bar(cold, "wait");
      Waterfall.Bar send = bar(cold, "send");
      Waterfall.Bar route = bar(cold, "route");
      assertThat(route.startMs()).isBetween(send.startMs(), wait.startMs() + wait.durationMs());
      assertThat(wait.depth()).isZero();
      assertThat(bar(cold, "route").depth()).isEqualTo(1);
      assertThat(bar(cold, "dispatch").depth()).isEqualTo(2);
      assertThat(bar(cold, "sandbox").depth()).isEqualTo(3);
      assertThat(bar(cold, "function-init").depth()).isEqualTo(4);
      Waterfall warm = result.variants().getFirst().warm().typical().orElseThrow();
      assertThat(warm.bars()).extracting(Waterfall.Bar::name).startsWith("send", "wait");
    }
  }

  private static Waterfall.Bar bar(Waterfall waterfall, String name) {
    return waterfall.bars().stream()
        .filter(bar -> bar.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhomItReachedAndThatNothingWasLookedUp() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      Reached reached = run(lambda, "a", 1, 1).reached().orElseThrow();
      assertThat(reached.method()).isEqualTo("GET");
      assertThat(reached.url()).isEqualTo("http://shop.example/url/a/greet?word=hello");
      assertThat(reached.address()).isEqualTo("127.0.0.1");
      assertThat(reached.source()).isEqualTo("override");
      assertThat(reached.tls()).isEmpty();
      assertThat(lambda.requests())
          .filteredOn(request -> request.startsWith("GET /url/a/greet?word=hello "))
          .allMatch(request -> request.contains("\r\nHost: shop.example\r\n"));
    }
  }

  @Test
  void failsAtOnceWhereThePathIsWrong() throws Exception {
    try (FakeLambda lambda = new FakeLambda(Manners.GOOD)) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> run(lambda, "nobody", 3, 3))
          .withMessage(
              "GET http://shop.example/url/nobody/greet?word=hello: 403 X:"
                  + " {\"message\":\"Missing Authentication Token\"}"
                  + " (expected: a status below 400; is it the right path?)");
      assertThat(lambda.descriptions()).containsEntry("a", "mine");
    }
  }

  @Test
  void failsWhereTheFunctionAlwaysFails() throws Exception {
    Manners failing = new Manners(true, n -> false, n -> true, n -> false);
    try (FakeLambda lambda = new FakeLambda(failing)) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> run(lambda, "a", 3, 3))
          .withMessage("the function a fails: HTTP 502: Internal server error");
    }
  }

  @Test
  void keepsAndTagsServerErrorsAndThrottling() throws Exception {
    Manners bad =
        new Manners(true, n -> false, n -> n == UNCOUNTED + 1, n -> false, n -> n == UNCOUNTED + 2);
    try (FakeLambda lambda = new FakeLambda(bad)) {
      Variant variant = run(lambda, "a", 3, 0).variants().getFirst();
      assertThat(variant.cold().latency().samples()).hasSize(3);
      assertThat(variant.cold().discarded())
          .extracting(Discarded::reason)
          .satisfiesExactly(
              reason -> assertThat(reason).isEqualTo("function error: HTTP 502"),
              reason -> assertThat(reason).contains("429").contains("Too Many Requests"));
    }
  }

  @Test
  void countsNothingAsColdWithoutARecord() throws Exception {
    Manners silent = new Manners(false, n -> false, n -> false, n -> false);
    try (FakeLambda lambda = new FakeLambda(silent)) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> run(lambda, "a", 1, 0))
          .withMessageContaining("neither a record nor a log tells whether it was cold");
    }
  }

  @Test
  void sendsWhatItIsAskedTo() {
    Door.Ask ask =
        new Door.Ask(
            "POST",
            Headers.of("Host", "else.example", "Content-Type", "application/json"),
            "{}".getBytes(StandardCharsets.UTF_8));
    Door.Url url =
        Door.Url.of("https://shop.example/orders", ask, Options.usual(), OptionalInt.of(8443));
    assertThat(url.request().method()).isEqualTo("POST");
    assertThat(url.request().path()).isEqualTo("/orders");
    assertThat(url.request().headers().all("Host")).containsExactly("else.example");
    assertThat(url.target().host()).isEqualTo("shop.example");
    assertThat(url.target().port()).isEqualTo(8443);
    assertThat(url.target().tls()).isTrue();
  }

  @Test
  void hasOneArm() {
    Door.Url url =
        Door.Url.of("http://shop.example/", Door.Ask.GET, Options.usual(), OptionalInt.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ColdWarmPlan("0.1", "x", List.of(arm("a"), arm("b")), 1, 1, 1, 1, url, 1))
        .withMessage("arms: 2 behind http://shop.example/ (expected: 1)");
  }
}

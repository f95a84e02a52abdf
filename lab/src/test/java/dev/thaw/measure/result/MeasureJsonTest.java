package dev.thaw.measure.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MeasureJsonTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Test
  void hasTheKeysThatScriptsRelyOn() {
    JsonNode json = MAPPER.readTree(MeasureJson.write(Runs.flask(512)));
    assertThat(json.at("/schema").intValue()).isEqualTo(1);
    assertThat(json.at("/cold/samples").size()).isEqualTo(30);
    assertThat(json.at("/cold/p50_ms").isNumber()).isTrue();
    assertThat(json.at("/cold/ci95_ms").size()).isEqualTo(2);
    assertThat(json.at("/cold/phases/function-init/p50_ms").isNumber()).isTrue();
    assertThat(json.at("/cold/phases/download/origin").stringValue()).isEqualTo("emulated");
    assertThat(json.at("/warm/samples").size()).isEqualTo(400);
    assertThat(json.at("/warm/p50_ms").isNumber()).isTrue();
    assertThat(json.at("/warm/p99_ms").isNumber()).isTrue();
    assertThat(json.at("/memory/max_used_mb").intValue()).isEqualTo(48);
    assertThat(json.at("/package/bytes").longValue()).isEqualTo(3_482_112);
    assertThat(json.at("/machine/cpu").stringValue()).isEqualTo("AMD EPYC 7B13");
  }

  @Test
  void givesEveryVariantAndRepeatsTheFirstAtTheTop() {
    ObjectNode json = MeasureJson.tree(Runs.flask(128, 1769));
    assertThat(json.at("/variants").size()).isEqualTo(2);
    assertThat(json.at("/variants/1/memory_mb").intValue()).isEqualTo(1769);
    assertThat(json.at("/memory_mb").intValue()).isEqualTo(128);
    assertThat(json.get("cold")).isEqualTo(json.at("/variants/0/cold"));
  }

  @Test
  void saysNullForWhatCannotBeTold() {
    ObjectNode json = MeasureJson.tree(Runs.of(List.of(Runs.few(1, 2, 3)), List.of()));
    for (String path :
        List.of(
            "/cold/p90_ms",
            "/cold/ci95_ms",
            "/cold/typical",
            "/cold/init_duration",
            "/warm/p50_ms",
            "/memory/max_used_mb",
            "/package/unzipped_bytes",
            "/machine/governor")) {
      assertThat(json.at(path).isNull()).as(path).isTrue();
    }
    assertThat(json.at("/cold/p50_ms").doubleValue()).isEqualTo(2);
  }

  @Test
  void readsBackWhatItWrote() {
    String json =
        MeasureJson.write(
            Runs.of(List.of(Runs.variant(128), Runs.few(1, 2, 3)), List.of("steal: 9 %")));
    assertThat(MeasureJson.write(MeasureJson.read(json))).isEqualTo(json);
  }

  @Test
  void readsBackWhomItReached() {
    String json = MeasureJson.write(Runs.byUrl());
    assertThat(MeasureJson.write(MeasureJson.read(json))).isEqualTo(json);
    assertThat(MAPPER.readTree(json).at("/reached/source").stringValue()).isEqualTo("override");
  }

  @Test
  void readsDocumentsOfBeforeUrlsWereCalled() {
    ObjectNode json = MeasureJson.tree(Runs.flask(512));
    json.remove("reached");
    assertThat(MeasureJson.read(json.toString()).reached()).isEmpty();
  }

  @Test
  void keepsStringsThatLookLikeMarkup() {
    Discarded hostile = new Discarded(1, "</script><b>\u0000\"\n\\");
    Variant variant = Runs.variant(512);
    Variant changed =
        new Variant(
            512,
            variant.packaged(),
            new ColdStarts(
                variant.cold().latency(),
                List.of(),
                Optional.empty(),
                List.of(hostile),
                Optional.empty()),
            variant.warm(),
            variant.memory());
    MeasureResult read = MeasureJson.read(MeasureJson.write(Runs.of(List.of(changed), List.of())));
    assertThat(read.variants().getFirst().cold().discarded()).containsExactly(hostile);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nul", "{}", "[]", "null", "7", "\"x\""})
  void refusesWhatIsNoResult(String json) {
    assertThatThrownBy(() -> MeasureJson.read(json)).isInstanceOf(MeasureJsonException.class);
  }

  @Test
  void refusesAnotherSchema() {
    ObjectNode json = MeasureJson.tree(Runs.flask(512)).put("schema", 2);
    assertThatThrownBy(() -> MeasureJson.read(json.toString()))
        .isInstanceOf(MeasureJsonException.class)
        .hasMessage("schema: 2 (expected: 1)");
  }

  @Test
  void namesTheKeyThatIsWrong() {
    ObjectNode json = MeasureJson.tree(Runs.flask(512));
    ((ObjectNode) json.at("/variants/0/cold/phases/sandbox")).put("p50_ms", "fast");
    assertThatThrownBy(() -> MeasureJson.read(json.toString()))
        .isInstanceOf(MeasureJsonException.class)
        .hasMessage("variants[0].cold.phases.sandbox.p50_ms: \"fast\" (expected: a number)");
  }

  @Test
  void refusesAnIntervalThatIsUpsideDown() {
    ObjectNode json = MeasureJson.tree(Runs.flask(512));
    ((ObjectNode) json.at("/variants/0/cold")).putArray("ci95_ms").add(9).add(3);
    assertThatThrownBy(() -> MeasureJson.read(json.toString()))
        .isInstanceOf(MeasureJsonException.class)
        .hasMessageContaining("interval: [9.0, 3.0]");
  }

  @Test
  void refusesSamplesWithoutAMedian() {
    assertThatThrownBy(() ->
            new Distribution(List.of(1.0), Optional.empty(), Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p50");
  }
}

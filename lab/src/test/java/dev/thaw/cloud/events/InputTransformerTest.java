package dev.thaw.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTransformerTest {

  private static final RuleKey RULE =
      new RuleKey(new BusKey("000000000000", "us-east-1", "default"), "warm");

  private static final String EVENT =
      """
      {"version": "0", "detail-type": "Order", "resources": ["r1", "r2"],
       "detail": {"state": "a \\"b\\"", "n": 5, "list": [{"x": null}], "odd name": "y"}}
      """;

  private static final Map<String, String> PATHS =
      Map.of(
          "state", "$.detail.state",
          "n", "$.detail.n",
          "type", "$.detail-type",
          "detail", "$.detail",
          "first", "$.resources[0]",
          "none", "$.detail.none",
          "null", "$.detail.list[0].x",
          "odd", "$['detail'][\"odd name\"]",
          "rest", "$.resources");

  private static String apply(String template) {
    return new String(
        InputTransformer.parse(PATHS, template)
            .apply(
                Json.readObject(EVENT.getBytes(StandardCharsets.UTF_8)),
                RULE,
                Instant.parse("2026-01-01T00:00:00Z")),
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"t\": <type>} | {\"t\": \"Order\"}",
        "{\"t\": \"<type>\"} | {\"t\": \"Order\"}",
        "{\"n\": <n>, \"r\": <rest>} | {\"n\": 5, \"r\": [\"r1\",\"r2\"]}",
        "{\"n\": \"<n> of <first>\"} | {\"n\": \"5 of r1\"}",
        "{\"s\": \"<state>\"} | {\"s\": \"a \\\"b\\\"\"}",
        "{\"s\": <state>} | {\"s\": \"a \\\"b\\\"\"}",
        "\"in <type>\" | \"in Order\"",
        "\"<none>\" | \"\"",
        "{\"a\": <none>, \"b\": <null>, \"c\": \"<null>\"} | {\"a\": null, \"b\": null, \"c\": \"null\"}",
        "<odd> | \"y\"",
        "{\"a\": \"\\\"<type>\"} | {\"a\": \"\\\"Order\"}",
        "{\"a\": \"1 < 2 <>\"} | {\"a\": \"1 < 2 <>\"}",
        "{\"arn\": \"<aws.events.rule-arn>\"} | {\"arn\": \"arn:aws:events:us-east-1:000000000000:rule/warm\"}",
        "{\"name\": <aws.events.rule-name>} | {\"name\": \"warm\"}",
        "\"<aws.events.event.ingestion-time>\" | \"2026-01-01T00:00:00.000Z\"",
        "<aws.events.event> | {\"version\":\"0\",\"detail-type\":\"Order\",\"resources\":[\"r1\",\"r2\"]}",
      })
  void fillsTemplates(String template, String filled) {
    assertThat(apply(template)).isEqualTo(filled);
  }

  @Test
  void givesTheWholeEvent() {
    assertThat(Json.readObject(apply("<aws.events.event.json>").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(Json.readObject(EVENT.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void fillsTextsLineByLine() {
    assertThat(apply("\"one <type>\"\n\"two\"")).isEqualTo("\"one Order\"\n\"two\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text",
        "{\"a\": <unknown>}",
        "\"<aws.events.event.json>\"",
        "{\"a\": <n>",
        "{\"a\" <n>}",
        "<n> <n>",
        "\"<aws.events.other>\"",
        "\"a\"\nb"
      })
  void rejectsTemplatesThatAreNotJson(String template) {
    assertThatIllegalArgumentException().isThrownBy(() -> InputTransformer.parse(PATHS, template));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "detail",
        "$detail",
        "$.",
        "$..detail",
        "$.a[*]",
        "$.*",
        "$.a[?(@.b)]",
        "$.a[-1]",
        "$.a[0:1]",
        "$.a b",
        "$['a",
        "$.a[99999999999]"
      })
  void rejectsPathsThatAwsRejects(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPath.parse(path));
  }

  @Test
  void rejectsVariablesOfAws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InputTransformer.parse(Map.of("aws.x", "$.a"), "\"x\""));
  }

  @Test
  void survivesHostileTemplatesAndPaths() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "<",
      ">",
      "<n>",
      "<state>",
      "<none>",
      "<aws.events.event.json>",
      "\"",
      "\\",
      "{",
      "}",
      ":",
      ",",
      "[",
      "]",
      "\n",
      "1",
      "a",
      "$",
      ".",
      "'",
      "detail",
      "\ud800",
      "\u00e9"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "$" : "");
      int length = random.nextInt(10);
      for (int p = 0; p < length; p++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      survives(seed, () -> apply(text.toString()));
      survives(seed, () -> JsonPath.parse(text.toString()).in(Map.of("detail", Map.of())));
    }
  }

  private static void survives(long seed, Runnable parse) {
    try {
      parse.run();
    } catch (IllegalArgumentException _) {
      // Refused
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}

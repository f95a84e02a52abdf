package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A template that variables from the event are put into.
///
/// A `<name>` outside of quotes becomes the JSON value, within quotes the text of it. The template
/// is JSON once its variables are values: that is checked when it is made.
record InputTransformer(Map<String, JsonPath> paths, InputTemplate template) {

  private static final String OWN = "aws.";
  private static final String EVENT = "aws.events.event";
  private static final String EVENT_JSON = "aws.events.event.json";
  private static final String INGESTED = "aws.events.event.ingestion-time";
  private static final String RULE_ARN = "aws.events.rule-arn";
  private static final String RULE_NAME = "aws.events.rule-name";

  /// @throws IllegalArgumentException what is wrong with it
  static InputTransformer parse(Map<String, String> paths, String template) {
    Map<String, JsonPath> parsed = new LinkedHashMap<>();
    paths.forEach((name, path) -> {
      if (name.regionMatches(true, 0, OWN, 0, OWN.length())) {
        throw new IllegalArgumentException("variable " + name + " (expected: a name without AWS.)");
      }
      parsed.put(name, JsonPath.parse(path));
    });
    InputTransformer transformer = new InputTransformer(parsed, InputTemplate.parse(template));
    transformer.check(template);
    return transformer;
  }

  private void check(String text) {
    for (InputTemplate.Variable variable : template.variables()) {
      String name = variable.name();
      boolean own =
          switch (name) {
            case EVENT, EVENT_JSON, INGESTED, RULE_ARN, RULE_NAME -> true;
            default -> false;
          };
      if (!own && !paths.containsKey(name)) {
        throw new IllegalArgumentException("contains invalid placeholder " + name);
      }
      if (variable.quoted() && (name.equals(EVENT) || name.equals(EVENT_JSON))) {
        throw new IllegalArgumentException(
            "placeholder " + name + " within quotes (expected: as a value of its own)");
      }
    }
    byte[] sample = template.fill(_ -> new JsonPath.Found(""));
    if (!InputTemplate.isJson(sample)) {
      throw new IllegalArgumentException(text + " (expected: JSON or a text in quotes)");
    }
  }

  /// @param ingested when the event came to the bus
  byte[] apply(Map<String, Object> event, RuleKey rule, Instant ingested) {
    Map<String, JsonPath.@Nullable Found> values = new HashMap<>();
    return template.fill(
        name -> values.computeIfAbsent(name, each -> value(each, event, rule, ingested)));
  }

  private JsonPath.@Nullable Found value(
      String name, Map<String, Object> event, RuleKey rule, Instant ingested) {
    return switch (name) {
      case RULE_ARN -> new JsonPath.Found(rule.arn());
      case RULE_NAME -> new JsonPath.Found(rule.name());
      case INGESTED -> new JsonPath.Found(EventTimes.millis(ingested));
      case EVENT_JSON -> new JsonPath.Found(event);
      case EVENT -> {
        Map<String, Object> without = new LinkedHashMap<>(event);
        without.remove("detail");
        yield new JsonPath.Found(without);
      }
      default -> Optional.ofNullable(paths.get(name)).flatMap(path -> path.in(event)).orElse(null);
    };
  }

  static String text(@Nullable Object value) {
    return value instanceof String text
        ? text
        : new String(Json.write(value), StandardCharsets.UTF_8);
  }
}

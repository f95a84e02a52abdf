package dev.thaw.cloud.logs.pattern;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `{ $.level = "ERROR" && $.ms > 100 }`: messages that are JSON.
record Selection(Condition condition) implements FilterPattern {

  static Selection parse(PatternText text) {
    text.expect("{");
    Condition condition = new ConditionParser(text, JsonPath::parse, ")}&|").any();
    text.skipSpace();
    text.expect("}");
    return new Selection(condition);
  }

  @Override
  public Optional<Map<String, String>> match(String message) {
    Object json = json(message);
    if (json == null || !condition.holds(json)) {
      return Optional.empty();
    }
    Map<String, String> extracted = new LinkedHashMap<>();
    condition.operands(operand -> {
      List<@Nullable Object> values = operand.values(json);
      if (!values.isEmpty() && values.getFirst() != null) {
        extracted.put(operand.name(), shown(values.getFirst()));
      }
    });
    return Optional.of(extracted);
  }

  private static String shown(Object value) {
    return value instanceof String text
        ? text
        : new String(Json.write(value), StandardCharsets.UTF_8);
  }

  private static @Nullable Object json(String message) {
    int first = 0;
    while (first < message.length() && Character.isWhitespace(message.charAt(first))) {
      first++;
    }
    // Most messages are not JSON: they are told apart without an exception
    if (first == message.length() || "{[".indexOf(message.charAt(first)) < 0) {
      return null;
    }
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return Json.flaw(bytes) == null ? Json.read(bytes) : null;
  }
}

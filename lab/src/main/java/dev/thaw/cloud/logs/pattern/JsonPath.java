package dev.thaw.cloud.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `$.a.b[0]['c.d'][*]`
record JsonPath(String name, List<Step> steps) implements Operand {

  sealed interface Step {
    void from(@Nullable Object value, List<@Nullable Object> to);

    record Member(String key) implements Step {
      @Override
      public void from(@Nullable Object value, List<@Nullable Object> to) {
        if (value instanceof Map<?, ?> map && map.containsKey(key)) {
          to.add(map.get(key));
        }
      }
    }

    record Element(int index) implements Step {
      @Override
      public void from(@Nullable Object value, List<@Nullable Object> to) {
        if (value instanceof List<?> list && index < list.size()) {
          to.add(list.get(index));
        }
      }
    }

    record Each() implements Step {
      @Override
      public void from(@Nullable Object value, List<@Nullable Object> to) {
        if (value instanceof List<?> list) {
          to.addAll(list);
        } else if (value instanceof Map<?, ?> map) {
          to.addAll(map.values());
        }
      }
    }
  }

  static JsonPath parse(PatternText text) {
    text.skipSpace();
    text.expect("$");
    StringBuilder name = new StringBuilder("$");
    List<Step> steps = new ArrayList<>();
    while (true) {
      Optional<Step> step = step(text, name);
      if (step.isEmpty()) {
        break;
      }
      steps.add(step.get());
    }
    if (steps.isEmpty()) {
      throw text.unexpected("'.' or '['");
    }
    return new JsonPath(name.toString(), List.copyOf(steps));
  }

  private static Optional<Step> step(PatternText text, StringBuilder name) {
    if (text.take("[") || text.take(".[")) {
      return Optional.of(bracket(text, name));
    }
    if (!text.take(".")) {
      return Optional.empty();
    }
    if (text.take("*")) {
      name.append(".*");
      return Optional.of(new Step.Each());
    }
    String key = key(text);
    name.append('.').append(key);
    return Optional.of(new Step.Member(key));
  }

  /// Hyphens and what else is no sign of the grammar may stand in a name.
  private static String key(PatternText text) {
    String key = text.word(".[]=!<>(){}&|\"'");
    if (key.isEmpty()) {
      throw text.unexpected("a name");
    }
    return key;
  }

  private static Step bracket(PatternText text, StringBuilder name) {
    text.skipSpace();
    Step step;
    if (text.peek() == '\'' || text.peek() == '"') {
      String key = text.quoted(text.peek());
      step = new Step.Member(key);
      name.append("['").append(key).append("']");
    } else if (text.take("*")) {
      step = new Step.Each();
      name.append("[*]");
    } else {
      String digits = text.word("]");
      if (!digits.matches("\\d{1,9}")) {
        throw text.unexpected("an index, '*' or a name in quotation marks");
      }
      step = new Step.Element(Integer.parseInt(digits));
      name.append('[').append(digits).append(']');
    }
    text.skipSpace();
    text.expect("]");
    return step;
  }

  @Override
  public List<@Nullable Object> values(@Nullable Object subject) {
    List<@Nullable Object> found = new ArrayList<>(1);
    found.add(subject);
    for (Step step : steps) {
      List<@Nullable Object> next = new ArrayList<>(1);
      found.forEach(value -> step.from(value, next));
      found = next;
    }
    return found;
  }
}

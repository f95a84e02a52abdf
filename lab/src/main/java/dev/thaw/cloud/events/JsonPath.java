package dev.thaw.cloud.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The paths that EventBridge takes: `$.detail.state`, `$.resources[0]`, `$['detail-type']`.
/// Wildcards, filters and slices are refused, as on AWS.
record JsonPath(List<Step> steps) {

  private static final Pattern STEP =
      Pattern.compile("\\.([A-Za-z0-9_\\-]+)|\\[(\\d{1,6})]|\\['([^']*)']|\\[\"([^\"]*)\"]");

  /// @throws IllegalArgumentException if it is none
  static JsonPath parse(String text) {
    if (!text.startsWith("$")) {
      throw wrong(text);
    }
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int at = 1;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw wrong(text);
      }
      steps.add(step(matcher));
      at = matcher.end();
    }
    return new JsonPath(steps);
  }

  private static Step step(Matcher matcher) {
    if (matcher.group(2) != null) {
      return new Index(Integer.parseInt(matcher.group(2)));
    }
    for (int group : new int[] {1, 3, 4}) {
      String name = matcher.group(group);
      if (name != null) {
        return new Name(name);
      }
    }
    throw new IllegalStateException("a step of no kind: " + matcher.group());
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "path: " + text + " (expected: $, then names and indices as in $.detail.list[0])");
  }

  /// What it leads to; null if that is null, empty if there is nothing.
  Optional<Found> in(Map<String, Object> event) {
    @Nullable Object value = event;
    for (Step step : steps) {
      Optional<Found> next = step.in(value);
      if (next.isEmpty()) {
        return next;
      }
      value = next.get().value();
    }
    return Optional.of(new Found(value));
  }

  record Found(@Nullable Object value) {}

  sealed interface Step {
    Optional<Found> in(@Nullable Object value);
  }

  record Name(String name) implements Step {
    @Override
    public Optional<Found> in(@Nullable Object value) {
      return value instanceof Map<?, ?> map && map.containsKey(name)
          ? Optional.of(new Found(map.get(name)))
          : Optional.empty();
    }
  }

  record Index(int index) implements Step {
    @Override
    public Optional<Found> in(@Nullable Object value) {
      return value instanceof List<?> list && index < list.size()
          ? Optional.of(new Found(list.get(index)))
          : Optional.empty();
    }
  }
}

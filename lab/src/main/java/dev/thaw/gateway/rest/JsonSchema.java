package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// JSON Schema, draft 4, as models of APIs are written in it.
final class JsonSchema {

  private static final int MAX_DEPTH = 100;
  private static final int MAX_FLAWS = 20;
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final Object root;
  private final Map<String, String> models;
  private final List<String> flaws = new ArrayList<>();

  /// @param models by name, for references to others
  JsonSchema(Object root, Map<String, String> models) {
    this.root = root;
    this.models = models;
  }

  /// In words; empty if the value is as the schema wants it.
  List<String> flaws(@Nullable Object value) {
    check(root, value, "", 0);
    return List.copyOf(flaws);
  }

  private void flaw(String at, String what) {
    if (flaws.size() < MAX_FLAWS) {
      flaws.add((at.isEmpty() ? "body" : at.substring(1)) + ": " + what);
    }
  }

  private boolean fits(Object schema, @Nullable Object value, int depth) {
    JsonSchema other = new JsonSchema(root, models);
    other.check(schema, value, "", depth);
    return other.flaws.isEmpty();
  }

  private void check(@Nullable Object given, @Nullable Object value, String at, int depth) {
    if (depth > MAX_DEPTH) {
      flaw(at, "nested deeper than " + MAX_DEPTH);
      return;
    }
    if (!(given instanceof Map<?, ?> schema)) {
      return;
    }
    if (schema.get("$ref") instanceof String reference) {
      check(resolve(reference), value, at, depth + 1);
      return;
    }
    type(schema.get("type"), value, at);
    if (schema.get("enum") instanceof List<?> allowed
        && allowed.stream().noneMatch(each -> same(each, value))) {
      flaw(at, "not one of " + allowed);
    }
    combined(schema, value, at, depth);
    switch (value) {
      case String text -> text(schema, text, at);
      case Number number -> number(schema, number, at);
      case List<?> list -> list(schema, list, at, depth);
      case Map<?, ?> map -> object(schema, map, at, depth);
      case null, default -> {
        // Nothing more to check
      }
    }
  }

  /// `#/definitions/x`, or the address of another model of the API.
  private @Nullable Object resolve(String reference) {
    if (!reference.startsWith("#")) {
      String text = models.get(reference.substring(reference.lastIndexOf('/') + 1));
      if (text == null) {
        throw Refusal.notEmulated("model reference " + reference);
      }
      return EventText.read(text);
    }
    Object found = root;
    for (String step : reference.substring(1).split("/", -1)) {
      if (!step.isEmpty()) {
        found = found instanceof Map<?, ?> map ? map.get(step) : null;
      }
    }
    return found;
  }

  private void type(@Nullable Object type, @Nullable Object value, String at) {
    boolean fits =
        switch (type) {
          case String name -> is(name, value);
          case List<?> names -> names.stream().anyMatch(name -> is(name.toString(), value));
          case null, default -> true;
        };
    if (!fits) {
      flaw(at, "not of type " + type);
    }
  }

  private static boolean is(String type, @Nullable Object value) {
    return switch (type) {
      case "object" -> value instanceof Map<?, ?>;
      case "array" -> value instanceof List<?>;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == null;
      case "number" -> value instanceof Number;
      case "integer" ->
          value instanceof Number number
              && (!(number instanceof Double) || number.doubleValue() % 1 == 0);
      default -> false;
    };
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return decimal(a).compareTo(decimal(b)) == 0;
    }
    return Objects.equals(one, other);
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }

  private void combined(Map<?, ?> schema, @Nullable Object value, String at, int depth) {
    if (schema.get("allOf") instanceof List<?> all) {
      all.forEach(each -> check(each, value, at, depth + 1));
    }
    if (schema.get("anyOf") instanceof List<?> any
        && any.stream().noneMatch(each -> fits(each, value, depth + 1))) {
      flaw(at, "fits none of anyOf");
    }
    if (schema.get("oneOf") instanceof List<?> one
        && one.stream().filter(each -> fits(each, value, depth + 1)).count() != 1) {
      flaw(at, "fits not exactly one of oneOf");
    }
    Object not = schema.get("not");
    if (not != null && fits(not, value, depth + 1)) {
      flaw(at, "is what it must not be");
    }
  }

  private void text(Map<?, ?> schema, String text, String at) {
    int length = text.codePointCount(0, text.length());
    bounds(schema, "minLength", "maxLength", length, at);
    if (schema.get("pattern") instanceof String pattern && !found(pattern, text)) {
      flaw(at, "does not match " + pattern);
    }
  }

  private static boolean found(String pattern, String text) {
    try {
      if (PATTERNS.size() > 1000) {
        PATTERNS.clear();
      }
      return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
    } catch (PatternSyntaxException _) {
      throw Refusal.misconfigured();
    }
  }

  private void bounds(Map<?, ?> schema, String least, String most, int size, String at) {
    if (schema.get(least) instanceof Number number && size < number.longValue()) {
      flaw(at, size + " is less than " + least + " " + number);
    }
    if (schema.get(most) instanceof Number number && size > number.longValue()) {
      flaw(at, size + " is more than " + most + " " + number);
    }
  }

  private void number(Map<?, ?> schema, Number number, String at) {
    if (schema.get("minimum") instanceof Number least) {
      int order = decimal(number).compareTo(decimal(least));
      if (order < 0 || (order == 0 && Boolean.TRUE.equals(schema.get("exclusiveMinimum")))) {
        flaw(at, number + " is less than the minimum " + least);
      }
    }
    if (schema.get("maximum") instanceof Number most) {
      int order = decimal(number).compareTo(decimal(most));
      if (order > 0 || (order == 0 && Boolean.TRUE.equals(schema.get("exclusiveMaximum")))) {
        flaw(at, number + " is more than the maximum " + most);
      }
    }
    if (schema.get("multipleOf") instanceof Number step
        && step.doubleValue() > 0
        && decimal(number).remainder(decimal(step)).signum() != 0) {
      flaw(at, number + " is no multiple of " + step);
    }
  }

  private void list(Map<?, ?> schema, List<?> list, String at, int depth) {
    bounds(schema, "minItems", "maxItems", list.size(), at);
    if (Boolean.TRUE.equals(schema.get("uniqueItems"))
        && new HashSet<>(list).size() < list.size()) {
      flaw(at, "holds something twice");
    }
    for (int i = 0; i < list.size() && flaws.size() < MAX_FLAWS; i++) {
      Object items =
          schema.get("items") instanceof List<?> each
              ? i < each.size() ? each.get(i) : schema.get("additionalItems")
              : schema.get("items");
      if (Boolean.FALSE.equals(items)) {
        flaw(at, "holds more than is described");
      }
      check(items, list.get(i), at + "." + i, depth + 1);
    }
  }

  private void object(Map<?, ?> schema, Map<?, ?> map, String at, int depth) {
    bounds(schema, "minProperties", "maxProperties", map.size(), at);
    if (schema.get("required") instanceof List<?> required) {
      required.stream()
          .filter(name -> !map.containsKey(name))
          .forEach(name -> flaw(at, "missing required " + name));
    }
    Map<?, ?> known = schema.get("properties") instanceof Map<?, ?> each ? each : Map.of();
    Map<?, ?> byPattern =
        schema.get("patternProperties") instanceof Map<?, ?> each ? each : Map.of();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = entry.getKey().toString();
      String place = at + "." + name;
      boolean described = known.containsKey(name);
      check(known.get(name), entry.getValue(), place, depth + 1);
      for (Map.Entry<?, ?> each : byPattern.entrySet()) {
        if (found(each.getKey().toString(), name)) {
          described = true;
          check(each.getValue(), entry.getValue(), place, depth + 1);
        }
      }
      if (!described) {
        Object additional = schema.get("additionalProperties");
        if (Boolean.FALSE.equals(additional)) {
          flaw(place, "is not described");
        }
        check(additional, entry.getValue(), place, depth + 1);
      }
    }
  }
}

package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which patch operations one kind of thing takes, and what they do. Steps are applied in order to
/// a draft, so that a step that fails leaves nothing behind.
final class PatchTable {

  static final String ADD = "add";
  static final String REPLACE = "replace";
  static final String REMOVE = "remove";

  private final List<Rule> rules = new ArrayList<>();

  private record Rule(PatchPath path, Set<String> operations, Effect effect) {}

  /// One step of a patch.
  ///
  /// @param names what stands in the place of the stars
  /// @param value empty at `remove`
  record Step(String operation, String path, List<String> names, Optional<String> value) {

    /// The last name, for things that have one.
    String name() {
      return names.getLast();
    }

    String required() {
      return value.orElseThrow(
          () -> GatewayErrors.badRequest("Invalid patch value  specified for path " + path));
    }

    boolean removes() {
      return operation.equals(REMOVE);
    }

    long whole() {
      try {
        return Long.parseLong(required());
      } catch (NumberFormatException e) {
        throw wrong("an integer");
      }
    }

    double fraction() {
      try {
        double number = Double.parseDouble(required());
        if (Double.isFinite(number)) {
          return number;
        }
        throw wrong("a number");
      } catch (NumberFormatException e) {
        throw wrong("a number");
      }
    }

    boolean flag() {
      return switch (required()) {
        case "true", "True" -> true;
        case "false", "False" -> false;
        default -> throw wrong("true or false");
      };
    }

    ApiException wrong(String expected) {
      return GatewayErrors.badRequest(
          "Invalid patch value '%s' specified for path %s (expected: %s)"
              .formatted(value.orElse(""), path, expected));
    }
  }

  /// Changes a draft.
  @FunctionalInterface
  interface Effect {
    void apply(Map<String, Object> target, Step step);
  }

  PatchTable rule(String path, Effect effect, String... operations) {
    rules.add(new Rule(PatchPath.of(path), Set.of(operations), effect));
    return this;
  }

  /// Members that are texts; an empty one is the same as none.
  PatchTable texts(String... members) {
    for (String member : members) {
      rule(
          "/" + member,
          (target, step) -> {
            if (step.removes() || step.value().orElse("").isEmpty()) {
              target.remove(member);
            } else {
              target.put(member, step.required());
            }
          },
          ADD,
          REPLACE,
          REMOVE);
    }
    return this;
  }

  /// Members that are texts and cannot be taken away.
  PatchTable requiredTexts(String... members) {
    for (String member : members) {
      rule("/" + member, (target, step) -> target.put(member, step.required()), REPLACE);
    }
    return this;
  }

  PatchTable flags(String... members) {
    for (String member : members) {
      rule("/" + member, (target, step) -> target.put(member, step.flag()), REPLACE);
    }
    return this;
  }

  /// A list of texts: an item is part of the path, or, where the path ends before it, the value.
  PatchTable items(String member) {
    Effect effect =
        (target, step) -> {
          String item = step.names().isEmpty() ? step.required() : step.name();
          List<Object> list = Tree.list(target, member);
          boolean replaces = step.operation().equals(REPLACE);
          int at = list.indexOf(item);
          if (step.removes() || (replaces && at >= 0)) {
            if (at < 0) {
              throw GatewayErrors.notFound(
                  "Invalid patch path '%s' specified for op 'remove': %s is not in the list"
                      .formatted(step.path(), item));
            }
            list.remove(at);
          }
          if (!step.removes()) {
            String value = replaces ? PatchPath.unescape(step.value().orElse(item)) : item;
            if (!list.contains(value)) {
              list.add(at < 0 || !replaces ? list.size() : at, value);
            }
          }
        };
    rule("/" + member, effect, ADD, REMOVE);
    return rule("/" + member + "/*", effect, ADD, REPLACE, REMOVE);
  }

  /// A list of texts whose item is always the value; what is put again moves to the end.
  ///
  /// @param list finds it in what is patched
  PatchTable values(
      String path, Function<Map<String, Object>, List<Object>> list, String... operations) {
    return rule(
        path,
        (target, step) -> {
          List<Object> items = list.apply(target);
          items.remove(step.required());
          if (!step.removes()) {
            items.add(step.required());
          }
        },
        operations);
  }

  /// Entries of a dictionary of texts.
  PatchTable entries(String member) {
    return rule(
        "/" + member + "/*",
        (target, step) -> {
          if (step.removes()) {
            Tree.child(target, member).remove(step.name());
          } else {
            Tree.child(target, member).put(step.name(), step.value().orElse(""));
          }
        },
        ADD,
        REPLACE,
        REMOVE);
  }

  /// Entries of a dictionary of flags.
  PatchTable flagEntries(String member) {
    return rule(
        "/" + member + "/*",
        (target, step) -> {
          if (step.removes()) {
            Tree.child(target, member).remove(step.name());
          } else {
            Tree.child(target, member).put(step.name(), step.value().isPresent() && step.flag());
          }
        },
        ADD,
        REPLACE,
        REMOVE);
  }

  /// Applies the patch of a request.
  void apply(Document input, Map<String, Object> target) {
    for (Document operation : input.documents("patchOperations")) {
      String op =
          operation
              .optionalText("op")
              .orElseThrow(() ->
                  GatewayErrors.badRequest(
                      "Invalid patch operation specified. Must be one of: "
                          + "[add, remove, replace, move, copy, test]"));
      String path = operation.optionalText("path").orElse("");
      apply(op, path, operation.optionalText("value"), target);
    }
  }

  private void apply(String op, String path, Optional<String> value, Map<String, Object> target) {
    for (Rule rule : rules) {
      Optional<List<String>> names = rule.path().match(path);
      if (names.isPresent() && rule.operations().contains(op)) {
        rule.effect().apply(target, new Step(op, path, names.get(), value));
        return;
      }
    }
    List<String> known =
        rules.stream()
            .filter(rule -> rule.operations().contains(op))
            .map(rule -> rule.path().toString())
            .toList();
    if (known.isEmpty()) {
      throw GatewayErrors.badRequest("Invalid patch operation specified: '" + op + "'");
    }
    throw GatewayErrors.badRequest(
        "Invalid patch path '%s' specified for op '%s'. Must be one of: [%s]"
            .formatted(path, op, String.join(", ", known)));
  }
}

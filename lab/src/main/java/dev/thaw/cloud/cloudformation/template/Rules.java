package dev.thaw.cloud.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Assertions of a template over its parameters.
public final class Rules {

  private final Map<String, Object> values;

  private Rules(Map<String, Object> values) {
    this.values = values;
  }

  /// @param values of the parameters
  /// @throws TemplateException if an assertion does not hold
  public static void check(Map<String, Object> rules, Map<String, Object> values) {
    Rules reader = new Rules(values);
    List<String> broken = new ArrayList<>();
    rules.forEach((name, rule) -> reader.rule(name, rule, broken));
    if (!broken.isEmpty()) {
      throw new TemplateException("Template validation error: Rules failed: " + broken);
    }
  }

  private void rule(String name, Object declared, List<String> broken) {
    Map<String, Object> rule = Values.object(declared, "[/Rules/" + name + "]");
    Object condition = rule.get("RuleCondition");
    if (condition != null && !holds(condition)) {
      return;
    }
    if (!(rule.get("Assertions") instanceof List<?> assertions)) {
      throw TemplateException.format("[/Rules/" + name + "] must contain Assertions");
    }
    for (Object each : assertions) {
      Map<String, Object> assertion = Values.object(each, "[/Rules/" + name + "/Assertions]");
      Object claim = assertion.get("Assert");
      if (claim == null || !holds(claim)) {
        broken.add(name + ": " + assertion.getOrDefault("AssertDescription", "no description"));
      }
    }
  }

  private boolean holds(Object claim) {
    if (claim instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      String name = (String) only.getKey();
      Object argument = only.getValue();
      switch (name) {
        case "Fn::Not" -> {
          return !holds(Functions.arguments(name, argument, 1).getFirst());
        }
        case "Fn::And" -> {
          return Functions.several(name, argument).stream().allMatch(this::holds);
        }
        case "Fn::Or" -> {
          return Functions.several(name, argument).stream().anyMatch(this::holds);
        }
        case "Fn::Equals" -> {
          List<?> both = Functions.arguments(name, argument, 2);
          return Values.same(value(both.getFirst()), value(both.getLast()));
        }
        case "Fn::Contains" -> {
          List<?> both = Functions.arguments(name, argument, 2);
          return contains(list(name, both.getFirst()), value(both.getLast()));
        }
        case "Fn::EachMemberIn" -> {
          List<?> both = Functions.arguments(name, argument, 2);
          List<?> allowed = list(name, both.getLast());
          return list(name, both.getFirst()).stream().allMatch(each -> contains(allowed, each));
        }
        case "Fn::EachMemberEquals" -> {
          List<?> both = Functions.arguments(name, argument, 2);
          Object wanted = value(both.getLast());
          return list(name, both.getFirst()).stream().allMatch(each -> Values.same(each, wanted));
        }
        default -> {}
      }
    }
    throw TemplateException.error("thaw does not emulate the rule " + claim);
  }

  private static boolean contains(List<?> list, Object value) {
    return list.stream().anyMatch(each -> Values.same(each, value));
  }

  private List<?> list(String name, Object declared) {
    if (value(declared) instanceof List<?> list) {
      return list;
    }
    throw TemplateException.error(name + " requires a list");
  }

  private Object value(Object declared) {
    if (declared instanceof Map<?, ?> map
        && map.size() == 1
        && map.get("Ref") instanceof String name) {
      Object value = values.get(name);
      if (value == null) {
        throw TemplateException.format("Unresolved dependencies [" + name + "] in Rules");
      }
      return value;
    }
    if (declared instanceof Map) {
      throw TemplateException.error("thaw does not emulate the rule function " + declared);
    }
    return declared;
  }
}

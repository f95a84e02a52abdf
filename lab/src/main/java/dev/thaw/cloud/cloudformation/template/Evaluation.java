package dev.thaw.cloud.cloudformation.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts values in the place of intrinsic functions.
public final class Evaluation {

  /// Stands for a value that is to be left out.
  private static final Object NOTHING = new Object();

  private final Template template;
  private final Map<String, Object> values = new HashMap<>();
  private final Surroundings surroundings;
  private final Map<String, Boolean> decided = new HashMap<>();
  private final Set<String> deciding = new HashSet<>();

  /// @param parameters a text or a list of texts for each parameter of the template
  public Evaluation(
      Template template, Map<String, Object> parameters, Pseudo pseudo, Surroundings surroundings) {
    this.template = template;
    this.surroundings = surroundings;
    values.putAll(pseudo.values());
    values.put(Pseudo.NO_VALUE, NOTHING);
    values.putAll(parameters);
  }

  /// Resources whose conditions hold, in the template's order.
  public Set<String> present() {
    Set<String> present = new LinkedHashSet<>();
    template
        .resources()
        .forEach((name, resource) -> {
          if (resource.condition().map(this::holds).orElse(true)) {
            present.add(name);
          }
        });
    return present;
  }

  /// Whether a condition of the template holds.
  public boolean holds(String condition) {
    Boolean known = decided.get(condition);
    if (known != null) {
      return known;
    }
    Object declared = template.conditions().get(condition);
    if (declared == null) {
      throw TemplateException.format("Unresolved condition dependency " + condition);
    }
    if (!deciding.add(condition)) {
      throw TemplateException.format(
          "Circular dependency between conditions: " + List.copyOf(deciding));
    }
    boolean holds = truth(declared);
    deciding.remove(condition);
    decided.put(condition, holds);
    return holds;
  }

  /// Properties with their values; what is nothing is left out.
  public Map<String, Object> object(Map<String, Object> declared) {
    Map<String, Object> all = new LinkedHashMap<>();
    declared.forEach((name, value) -> {
      Object found = value(value);
      if (found != NOTHING) {
        all.put(name, found);
      }
    });
    return all;
  }

  public String text(Object declared) {
    return string(value(declared), "value");
  }

  Object value(Object declared) {
    return switch (declared) {
      case List<?> list -> {
        List<Object> all = new ArrayList<>();
        list.stream().map(this::value).filter(value -> value != NOTHING).forEach(all::add);
        yield all;
      }
      case Map<?, ?> map when map.size() == 1 -> {
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        String name = (String) only.getKey();
        yield name.equals("Ref") || name.startsWith("Fn::")
            ? function(name, only.getValue())
            : object(Values.keyed(map));
      }
      case Map<?, ?> map -> object(Values.keyed(map));
      default -> declared;
    };
  }

  private Object function(String name, Object argument) {
    return switch (name) {
      case "Ref" -> ref(string(argument, name));
      case "Fn::GetAtt" -> {
        Attribute attribute = Attribute.of(argument);
        yield surroundings.attribute(attribute.resource(), text(attribute.name()));
      }
      case "Fn::Sub" -> substituted(Substitution.of(argument));
      case "Fn::If" -> {
        List<?> parts = Functions.arguments(name, argument, 3);
        yield value(holds(string(parts.get(0), name)) ? parts.get(1) : parts.get(2));
      }
      case "Fn::ImportValue" -> surroundings.importValue(text(argument));
      case "Fn::FindInMap" ->
          Functions.findInMap(template.mappings(), (List<?>) list(name, argument));
      case "Fn::GetAZs" -> {
        String region = text(argument);
        yield Functions.zones(
            region.isEmpty() ? String.valueOf(values.get("AWS::Region")) : region);
      }
      case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" -> truth(Map.of(name, argument));
      default -> Functions.pure(name, value(argument));
    };
  }

  private List<?> list(String name, Object argument) {
    if (value(argument) instanceof List<?> list) {
      return list;
    }
    throw TemplateException.error(name + " object requires a list of parameters");
  }

  private Object ref(String name) {
    Object value = values.get(name);
    return value != null ? value : surroundings.physicalId(name);
  }

  private String substituted(Substitution substitution) {
    return substitution.fill(name -> {
      Object own = substitution.own().get(name);
      if (own != null) {
        return text(own);
      }
      int dot = name.indexOf('.');
      return string(
          dot > 0
              ? surroundings.attribute(name.substring(0, dot), name.substring(dot + 1))
              : ref(name),
          "Fn::Sub");
    });
  }

  private boolean truth(Object condition) {
    if (condition instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      String name = (String) only.getKey();
      switch (name) {
        case "Condition" -> {
          return holds(string(only.getValue(), name));
        }
        case "Fn::Equals" -> {
          List<?> parts = Functions.arguments(name, only.getValue(), 2);
          return Values.same(value(parts.get(0)), value(parts.get(1)));
        }
        case "Fn::Not" -> {
          return !truth(Functions.arguments(name, only.getValue(), 1).getFirst());
        }
        case "Fn::And" -> {
          return Functions.several(name, only.getValue()).stream().allMatch(this::truth);
        }
        case "Fn::Or" -> {
          return Functions.several(name, only.getValue()).stream().anyMatch(this::truth);
        }
        default -> {}
      }
    }
    throw TemplateException.format(
        "Conditions can only be boolean operations on parameters and other conditions");
  }

  private static String string(Object value, String where) {
    if (value == NOTHING || value instanceof Map || value instanceof List) {
      throw TemplateException.error(where + " must be a string");
    }
    return value.toString();
  }
}

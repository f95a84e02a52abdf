package dev.thaw.cloud.cloudformation.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a value refers to.
///
/// @param refs names in `Ref` and `Sub`
/// @param attributes resources in `Fn::GetAtt` and `Sub`
/// @param conditions names in `Fn::If` and `Condition`
record References(Set<String> refs, Set<String> attributes, Set<String> conditions) {

  private static final List<String> SUPPORTED =
      List.of(
          "Fn::And",
          "Fn::Base64",
          "Fn::Cidr",
          "Fn::Equals",
          "Fn::FindInMap",
          "Fn::GetAZs",
          "Fn::GetAtt",
          "Fn::If",
          "Fn::ImportValue",
          "Fn::Join",
          "Fn::Not",
          "Fn::Or",
          "Fn::Select",
          "Fn::Split",
          "Fn::Sub");

  static References of(Object value) {
    References found =
        new References(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    found.collect(value);
    return found;
  }

  private void collect(Object value) {
    switch (value) {
      case List<?> list -> list.forEach(this::collect);
      case Map<?, ?> map when map.size() == 1 -> {
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        function((String) only.getKey(), only.getValue());
      }
      case Map<?, ?> map -> map.values().forEach(this::collect);
      default -> {}
    }
  }

  private void function(String name, Object argument) {
    switch (name) {
      case "Ref" -> {
        if (argument instanceof String target) {
          refs.add(target);
        } else {
          collect(argument);
        }
      }
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> sub(argument);
      case "Condition" -> {
        if (argument instanceof String condition) {
          conditions.add(condition);
        } else {
          collect(argument);
        }
      }
      case "Fn::If" -> {
        if (argument instanceof List<?> list
            && list.size() == 3
            && list.getFirst() instanceof String condition) {
          conditions.add(condition);
        }
        collect(argument);
      }
      default -> {
        if (name.startsWith("Fn::") && !SUPPORTED.contains(name)) {
          throw TemplateException.error(
              "Encountered unsupported function: "
                  + name
                  + " Supported functions are: "
                  + SUPPORTED);
        }
        collect(argument);
      }
    }
  }

  private void attribute(Object argument) {
    attributes.add(Attribute.of(argument).resource());
    if (argument instanceof List<?> list) {
      collect(list.getLast());
    }
  }

  private void sub(Object argument) {
    Substitution substitution = Substitution.of(argument);
    substitution.own().values().forEach(this::collect);
    for (String name : substitution.names()) {
      int dot = name.indexOf('.');
      if (dot > 0) {
        attributes.add(name.substring(0, dot));
      } else {
        refs.add(name);
      }
    }
  }

  /// Which resource of the template the value needs.
  Set<String> resources(Template template) {
    Set<String> needed = new LinkedHashSet<>(refs);
    needed.addAll(attributes);
    needed.retainAll(template.resources().keySet());
    return needed;
  }

  /// @throws TemplateException if something refers to what the template does not have
  static void check(Template template) {
    template.conditions().forEach((name, condition) -> checkCondition(template, condition));
    Set<String> unresolved = new LinkedHashSet<>();
    template
        .resources()
        .forEach((name, resource) -> {
          References properties = of(resource.properties());
          unresolved.addAll(properties.unresolved(template));
          resource.dependsOn().stream()
              .filter(other -> !template.resources().containsKey(other))
              .forEach(unresolved::add);
          properties.checkConditions(template, "Resources");
          resource
              .condition()
              .ifPresent(condition -> requireCondition(template, condition, "Resources"));
        });
    refuse(unresolved, "Resources");
    template
        .outputs()
        .values()
        .forEach(output -> {
          References value = of(output.value());
          unresolved.addAll(value.unresolved(template));
          output.export().ifPresent(name -> unresolved.addAll(of(name).unresolved(template)));
          value.checkConditions(template, "Outputs");
          output
              .condition()
              .ifPresent(condition -> requireCondition(template, condition, "Outputs"));
        });
    refuse(unresolved, "Outputs");
  }

  private static void checkCondition(Template template, Object condition) {
    References found = of(condition);
    Set<String> bad = new LinkedHashSet<>(found.refs);
    bad.removeIf(name -> template.parameters().containsKey(name) || name.startsWith("AWS::"));
    bad.addAll(found.attributes);
    if (!bad.isEmpty()) {
      throw TemplateException.format(
          "Unresolved dependencies "
              + bad
              + ". Cannot reference resources in the Conditions block of the template");
    }
    found.checkConditions(template, "Conditions");
  }

  private void checkConditions(Template template, String block) {
    conditions.forEach(condition -> requireCondition(template, condition, block));
  }

  private static void requireCondition(Template template, String condition, String block) {
    if (!template.conditions().containsKey(condition)) {
      throw TemplateException.format(
          "Unresolved condition dependency %s in the %s block of the template"
              .formatted(condition, block));
    }
  }

  private Set<String> unresolved(Template template) {
    for (String resource : attributes) {
      if (!template.resources().containsKey(resource)) {
        throw TemplateException.error(
            "instance of Fn::GetAtt references undefined resource " + resource);
      }
    }
    Set<String> unresolved = new LinkedHashSet<>(refs);
    unresolved.removeIf(name ->
        Pseudo.NAMES.contains(name)
            || template.parameters().containsKey(name)
            || template.resources().containsKey(name));
    return unresolved;
  }

  private static void refuse(Set<String> unresolved, String block) {
    if (!unresolved.isEmpty()) {
      throw TemplateException.format(
          "Unresolved resource dependencies %s in the %s block of the template"
              .formatted(unresolved, block));
    }
  }
}

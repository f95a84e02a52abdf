package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.ParameterDeclaration;
import dev.thaw.cloud.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parameters and tags of a definition as AWS shows them.
final class Parameters {

  private static final String MASK = "****";

  private Parameters() {}

  static List<Map<String, Object>> shown(Definition definition, Template template) {
    List<Map<String, Object>> shown = new ArrayList<>();
    definition
        .parameters()
        .forEach((name, value) -> {
          ParameterDeclaration declared = template.parameters().get(name);
          Map<String, Object> parameter = new LinkedHashMap<>();
          parameter.put("ParameterKey", name);
          parameter.put("ParameterValue", declared != null && declared.noEcho() ? MASK : value);
          String resolved = definition.resolved().get(name);
          if (resolved != null) {
            parameter.put("ResolvedValue", resolved);
          }
          shown.add(parameter);
        });
    return shown;
  }

  static List<Map<String, Object>> tags(Definition definition) {
    List<Map<String, Object>> tags = new ArrayList<>();
    definition.tags().forEach((key, value) -> tags.add(Map.of("Key", key, "Value", value)));
    return tags;
  }

  /// @param constraints whether the allowed values and the type are told too
  static List<Map<String, Object>> declared(Template template, boolean constraints) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ParameterDeclaration declared : template.parameters().values()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("ParameterKey", declared.name());
      declared.defaultValue().ifPresent(value -> shown.put("DefaultValue", value));
      declared.description().ifPresent(text -> shown.put("Description", text));
      shown.put("NoEcho", declared.noEcho());
      if (constraints) {
        shown.put("ParameterType", declared.type());
        shown.put(
            "ParameterConstraints",
            declared.allowedValues().isEmpty()
                ? Map.of()
                : Map.of("AllowedValues", declared.allowedValues()));
      }
      all.add(shown);
    }
    return all;
  }
}

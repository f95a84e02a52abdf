package dev.thaw.cloud.cloudformation.template;

import java.util.Map;
import java.util.Optional;

/// An output as the template declares it.
///
/// @param value with its functions still in it
/// @param export its name, which may hold functions too
public record OutputDeclaration(
    Object value,
    Optional<String> description,
    Optional<String> condition,
    Optional<Object> export) {

  static OutputDeclaration parse(String name, Map<String, Object> declared) {
    Object value = declared.get("Value");
    if (value == null) {
      throw TemplateException.format("Every Outputs member must contain a Value object");
    }
    return new OutputDeclaration(
        value,
        Optional.ofNullable(declared.get("Description")).map(Object::toString),
        Optional.ofNullable(declared.get("Condition")).map(Object::toString),
        Optional.ofNullable(declared.get("Export")).map(export -> exportName(name, export)));
  }

  private static Object exportName(String name, Object export) {
    Object given = Values.object(export, "[/Outputs/" + name + "/Export]").get("Name");
    if (given == null) {
      throw TemplateException.format("[/Outputs/" + name + "/Export] must contain a Name");
    }
    return given;
  }
}

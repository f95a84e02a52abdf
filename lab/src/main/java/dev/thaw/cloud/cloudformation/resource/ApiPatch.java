package dev.thaw.cloud.cloudformation.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The patch operations with which API Gateway changes things.
final class ApiPatch {

  private final List<Map<String, Object>> operations = new ArrayList<>();

  /// Sets what changed of some plain properties, or takes it back to nothing.
  ApiPatch properties(Resource resource, Map<String, Object> before, List<String> names) {
    names.forEach(name -> property(resource, before, name, "/" + member(name)));
    return this;
  }

  /// The same for one whose path is not called after it.
  ApiPatch property(Resource resource, Map<String, Object> before, String name, String path) {
    if (resource.changed(before, name)) {
      Object value = resource.properties().get(name);
      replace(path, value == null ? "" : Coercion.text(value));
    }
    return this;
  }

  /// What API Gateway calls a property.
  static String member(String property) {
    return property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1);
  }

  ApiPatch replace(String path, Object value) {
    operations.add(Map.of("op", "replace", "path", path, "value", value.toString()));
    return this;
  }

  ApiPatch add(String path) {
    operations.add(Map.of("op", "add", "path", path));
    return this;
  }

  ApiPatch remove(String path) {
    operations.add(Map.of("op", "remove", "path", path));
    return this;
  }

  /// Entries of a map, each under a path of its own.
  ApiPatch entries(String path, Map<String, Object> before, Map<String, Object> after) {
    after.forEach((name, value) -> replace(path + "/" + escaped(name), value));
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> remove(path + "/" + escaped(name)));
    return this;
  }

  /// Elements of a list that is a set.
  ApiPatch elements(String path, List<?> before, List<?> after) {
    after.stream()
        .filter(element -> !before.contains(element))
        .forEach(element -> add(path + "/" + escaped(element.toString())));
    before.stream()
        .filter(element -> !after.contains(element))
        .forEach(element -> remove(path + "/" + escaped(element.toString())));
    return this;
  }

  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  ApiPatch all(ApiPatch other) {
    operations.addAll(other.operations);
    return this;
  }

  boolean isEmpty() {
    return operations.isEmpty();
  }

  /// @param ids that name what is patched
  Map<String, Object> input(Map<String, Object> ids) {
    Map<String, Object> input = new LinkedHashMap<>(ids);
    input.put("patchOperations", operations);
    return input;
  }
}

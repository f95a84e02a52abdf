package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Provisioned concurrency of a version or an alias.
final class Provisioned {

  private static final String PROPERTY = "ProvisionedConcurrencyConfig";

  private Provisioned() {}

  /// Sets what the template wants.
  static void put(Resource resource, String qualifier) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("FunctionName", resource.text("FunctionName"));
    input.put("Qualifier", qualifier);
    Optional<Map<String, Object>> wanted = resource.object(PROPERTY);
    if (wanted.isPresent()) {
      input.putAll(wanted.get());
      resource.call("lambda", "PutProvisionedConcurrencyConfig", input);
    }
  }

  static void remove(Resource resource, String qualifier, Map<String, Object> before) {
    if (before.containsKey(PROPERTY) && !resource.has(PROPERTY)) {
      resource.callIfThere(
          "lambda",
          "DeleteProvisionedConcurrencyConfig",
          Map.of("FunctionName", resource.text("FunctionName"), "Qualifier", qualifier));
    }
  }
}

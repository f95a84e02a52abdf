package dev.thaw.cloud.lambda;

import dev.thaw.lambda.FunctionSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A function as it is stored.
///
/// @param packageSha256 names the stored package
/// @param configuration as GetFunctionConfiguration answers it, by the names of AWS's model
/// @param reserved concurrent executions, if any are
record FunctionRecord(
    FunctionName key,
    String packageSha256,
    Map<String, Object> configuration,
    Map<String, String> tags,
    Optional<Integer> reserved) {

  /// With some members of the configuration replaced.
  FunctionRecord with(Map<String, Object> changes) {
    Map<String, Object> changed = new LinkedHashMap<>(configuration);
    changed.putAll(changes);
    return new FunctionRecord(key, packageSha256, changed, tags, reserved);
  }

  FunctionRecord withPackage(String sha256) {
    return new FunctionRecord(key, sha256, configuration, tags, reserved);
  }

  FunctionRecord withTags(Map<String, String> changed) {
    return new FunctionRecord(key, packageSha256, configuration, changed, reserved);
  }

  FunctionRecord withReserved(Optional<Integer> limit) {
    return new FunctionRecord(key, packageSha256, configuration, tags, limit);
  }

  String revision() {
    return text("RevisionId");
  }

  FunctionSpec spec(PackageStore packages) {
    Map<String, Object> logging = map("LoggingConfig");
    return new FunctionSpec(
        key.arn(),
        "$LATEST",
        revision(),
        text("Runtime"),
        text("Handler"),
        packages.artifact(packageSha256),
        List.of(),
        number("MemorySize"),
        Duration.ofSeconds(number("Timeout")),
        map("EphemeralStorage").get("Size") instanceof Number size ? size.intValue() : 512,
        variables(),
        text("Role"),
        new FunctionSpec.Logging(
            "JSON".equals(logging.get("LogFormat")),
            String.valueOf(logging.getOrDefault("ApplicationLogLevel", "INFO")),
            String.valueOf(logging.getOrDefault("SystemLogLevel", "INFO")),
            String.valueOf(logging.get("LogGroup"))),
        "Active".equals(map("TracingConfig").get("Mode")));
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> variables() {
    return (Map<String, String>) map("Environment").getOrDefault("Variables", Map.of());
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> map(String name) {
    return (Map<String, Object>) configuration.getOrDefault(name, Map.of());
  }

  private String text(String name) {
    return String.valueOf(configuration.get(name));
  }

  private int number(String name) {
    return configuration.get(name) instanceof Number number ? number.intValue() : 0;
  }
}

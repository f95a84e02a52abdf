package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.lambda.FunctionSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One version of a function: its configuration as AWS shows it, and its code.
///
/// @param configuration the members of `FunctionConfiguration`; the ARN is unqualified
/// @param layers in the order in which they are merged
/// @param spec what the execution side needs of both
record FunctionVersion(
    FunctionKey key,
    Document configuration,
    StoredPackage code,
    List<UsedLayer> layers,
    FunctionSpec spec) {

  static final String LATEST = "$LATEST";

  FunctionVersion {
    layers = List.copyOf(layers);
  }

  static FunctionVersion of(
      FunctionKey key, Map<String, Object> members, StoredPackage code, List<UsedLayer> layers) {
    Document configuration = new Document(Map.copyOf(members));
    return new FunctionVersion(
        key, configuration, code, layers, spec(key, configuration, code, layers));
  }

  private static FunctionSpec spec(
      FunctionKey key, Document configuration, StoredPackage code, List<UsedLayer> layers) {
    Document logging = configuration.document("LoggingConfig");
    return new FunctionSpec(
        key.arn(),
        configuration.text("Version"),
        configuration.text("RevisionId"),
        configuration.text("Runtime"),
        configuration.text("Handler"),
        code.artifact(),
        layers.stream().map(layer -> layer.content().artifact()).toList(),
        (int) configuration.number("MemorySize"),
        Duration.ofSeconds(configuration.number("Timeout")),
        (int) configuration.document("EphemeralStorage").number("Size"),
        configuration
            .optionalDocument("Environment")
            .map(environment -> environment.textMap("Variables"))
            .orElse(Map.of()),
        configuration.text("Role"),
        new FunctionSpec.Logging(
            logging.text("LogFormat").equals("JSON"),
            logging.optionalText("ApplicationLogLevel").orElse("INFO"),
            logging.optionalText("SystemLogLevel").orElse("INFO"),
            logging.text("LogGroup")),
        configuration.document("TracingConfig").text("Mode").equals("Active"));
  }

  String version() {
    return spec.version();
  }

  boolean latest() {
    return version().equals(LATEST);
  }

  String revision() {
    return spec.revision();
  }

  /// With its number in the ARN, as lists of versions show it.
  Map<String, Object> qualified() {
    return qualified(version());
  }

  /// @param qualifier by which a caller asked for it: its number or an alias
  Map<String, Object> qualified(String qualifier) {
    Map<String, Object> members = new HashMap<>(configuration.members());
    members.put("FunctionArn", key.arn(qualifier));
    return members;
  }

  /// As AWS shows a version on its own: only a published one has its number in the ARN.
  Map<String, Object> shown() {
    return latest() ? configuration.members() : qualified();
  }
}

package dev.thaw.gateway.rest;

import java.util.Map;
import java.util.Optional;

/// A stage and the deployment that it points to.
///
/// @param variables by name; `${stageVariables.NAME}` in integrations
/// @param tracing whether requests without a trace header are sampled
/// @param settings by `RESOURCEPATH/VERB` without the leading slash, or by `*/*`
public record Stage(
    String name,
    String deployment,
    RestApi api,
    Map<String, String> variables,
    boolean tracing,
    Map<String, MethodSettings> settings) {

  public Stage {
    variables = Map.copyOf(variables);
    settings = Map.copyOf(settings);
  }

  /// @param burst requests at once; empty for the account's 5,000
  /// @param rate requests per second; empty for the account's 10,000
  public record MethodSettings(
      boolean metrics,
      String loggingLevel,
      boolean dataTrace,
      Optional<Integer> burst,
      Optional<Double> rate) {}
}

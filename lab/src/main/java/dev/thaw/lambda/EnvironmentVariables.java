package dev.thaw.lambda;

import dev.thaw.lambda.runtime.FunctionRuntime;
import dev.thaw.lambda.sandbox.SandboxPaths;
import dev.thaw.lambda.sandbox.SandboxProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The variables that the processes of an environment see.
///
/// @param api for `AWS_LAMBDA_RUNTIME_API`
/// @param initializationType `on-demand` or `provisioned-concurrency`
/// @param environment its id
/// @param access variables by which functions reach thaw as if it were AWS
record EnvironmentVariables(
    FunctionSpec function,
    FunctionRuntime runtime,
    SandboxPaths paths,
    String api,
    String logStream,
    String initializationType,
    String environment,
    Map<String, String> access) {

  private static final Set<String> NOT_FOR_EXTENSIONS =
      Set.of(
          "AWS_XRAY_CONTEXT_MISSING",
          "AWS_XRAY_DAEMON_ADDRESS",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  /// For the runtime. Later groups win: customer, unreserved, credentials, runtime, platform.
  Map<String, String> forRuntime() {
    Map<String, String> variables = new HashMap<>(access);
    variables.putAll(function.environment());
    behindTheCustomers(variables, "NODE_OPTIONS");
    variables.putIfAbsent("LANG", "en_US.UTF-8");
    runtime.environment().in(paths).forEach(variables::putIfAbsent);
    variables.putIfAbsent("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    variables.putAll(credentials());
    variables.putAll(runtimeGroup());
    variables.putAll(platformGroup());
    return variables;
  }

  /// The customer's options stand, and so does what leads to thaw.
  private void behindTheCustomers(Map<String, String> variables, String name) {
    String customers = function.environment().getOrDefault(name, "");
    String ours = access.getOrDefault(name, "");
    if (!customers.isBlank() && !ours.isEmpty()) {
      variables.put(name, customers + " " + ours);
    }
  }

  /// For an extension: without what is the runtime's alone.
  Map<String, String> forExtension() {
    Map<String, String> variables = new HashMap<>(forRuntime());
    variables.keySet().removeIf(key -> key.startsWith("_") || NOT_FOR_EXTENSIONS.contains(key));
    return variables;
  }

  private Map<String, String> credentials() {
    // thaw reads the account from the key, so that calls of the function stay in its account.
    // What leads to thaw may bring a secret along, where thaw asks for one. The token tells which
    // environment calls.
    return Map.of(
        "AWS_ACCESS_KEY_ID", function.account(),
        "AWS_SECRET_ACCESS_KEY", access.getOrDefault("AWS_SECRET_ACCESS_KEY", "thaw"),
        "AWS_SESSION_TOKEN", access.getOrDefault("AWS_SESSION_TOKEN", "thaw") + "/" + environment);
  }

  private Map<String, String> runtimeGroup() {
    Map<String, String> variables = new HashMap<>();
    variables.put("_HANDLER", function.handler());
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logging().group());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    variables.put("AWS_LAMBDA_LOG_FORMAT", function.logging().json() ? "JSON" : "Text");
    if (function.logging().json()) {
      variables.put("AWS_LAMBDA_LOG_LEVEL", function.logging().applicationLevel());
    }
    variables.put("LAMBDA_TASK_ROOT", paths.task());
    variables.put("LAMBDA_RUNTIME_DIR", paths.runtime());
    variables.put("_LAMBDA_TELEMETRY_LOG_FD", Integer.toString(SandboxProcess.TELEMETRY_FD));
    return variables;
  }

  private Map<String, String> platformGroup() {
    return Map.of(
        "AWS_REGION", function.region(),
        "AWS_DEFAULT_REGION", function.region(),
        "AWS_LAMBDA_FUNCTION_NAME", function.name(),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()),
        "AWS_LAMBDA_FUNCTION_VERSION", function.version(),
        "AWS_LAMBDA_INITIALIZATION_TYPE", initializationType,
        "AWS_LAMBDA_RUNTIME_API", api,
        "TZ", ":UTC");
  }
}

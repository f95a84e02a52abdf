package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.lambda.code.CodePackage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a request says of a function's configuration, checked and with AWS's defaults.
final class FunctionSettings {

  private static final long MAX_TIMEOUT = 900;
  private static final long MAX_MEMORY = 10240;

  /// Bytes of all variables as JSON.
  private static final int MAX_ENVIRONMENT = 4096;

  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_DEFAULT_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_LAMBDA_RUNTIME_API",
          "AWS_REGION",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "LAMBDA_RUNTIME_DIR",
          "LAMBDA_TASK_ROOT");

  /// They change how a function runs, and thaw would not do it.
  private static final List<String> NOT_EMULATED =
      List.of(
          "AcceleratorConfig",
          "CapacityProviderConfig",
          "CodeSigningConfigArn",
          "DurableConfig",
          "FileSystemConfigs",
          "ImageConfig",
          "PublishTo",
          "RuntimeConfig",
          "TenancyConfig");

  /// Members that go into the configuration as they come.
  private static final List<String> COPIED =
      List.of("Runtime", "Role", "Handler", "Description", "Timeout", "MemorySize");

  private FunctionSettings() {}

  /// The configuration of a new function, without code, version, revision and time.
  static Map<String, Object> created(FunctionKey key, Document input) {
    if (input.optionalText("PackageType").orElse("Zip").equals("Image")) {
      throw LambdaErrors.notEmulated("PackageType Image");
    }
    if (!input.has("Runtime") || !input.has("Handler")) {
      throw LambdaErrors.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment"
              + " packages.");
    }
    Map<String, Object> members = new HashMap<>();
    members.put("FunctionName", key.name());
    members.put("FunctionArn", key.arn());
    members.put("Description", "");
    members.put("Timeout", 3L);
    members.put("MemorySize", 128L);
    members.put("PackageType", "Zip");
    members.put("TracingConfig", Map.of("Mode", "PassThrough"));
    members.put("EphemeralStorage", Map.of("Size", 512L));
    members.put("SnapStart", Map.of("ApplyOn", "None", "OptimizationStatus", "Off"));
    members.put("LoggingConfig", logging(key, Document.EMPTY));
    members.put("Architectures", List.of("x86_64"));
    members.put("State", "Active");
    members.put("LastUpdateStatus", "Successful");
    apply(key, input, members);
    return members;
  }

  /// Puts what a request names over a configuration; what it does not name stays.
  static void apply(FunctionKey key, Document input, Map<String, Object> members) {
    refuseWhatIsNotEmulated(input);
    atMost("timeout", input.optionalNumber("Timeout"), MAX_TIMEOUT);
    atMost("memorySize", input.optionalNumber("MemorySize"), MAX_MEMORY);
    for (String name : COPIED) {
      if (input.has(name)) {
        members.put(name, input.members().get(name));
      }
    }
    if (!input.texts("Architectures").isEmpty()) {
      members.put("Architectures", input.texts("Architectures"));
    }
    input
        .optionalDocument("Environment")
        .ifPresent(environment -> environment(environment.textMap("Variables"), members));
    input.optionalDocument("VpcConfig").ifPresent(vpc -> vpc(vpc, members));
    input
        .optionalDocument("DeadLetterConfig")
        .ifPresent(config -> optionalArn("DeadLetterConfig", "TargetArn", config, members));
    input
        .optionalText("KMSKeyArn")
        .ifPresent(arn -> {
          if (arn.isEmpty()) {
            members.remove("KMSKeyArn");
          } else {
            members.put("KMSKeyArn", arn);
          }
        });
    input
        .optionalDocument("TracingConfig")
        .flatMap(tracing -> tracing.optionalText("Mode"))
        .ifPresent(mode -> members.put("TracingConfig", Map.of("Mode", mode)));
    input
        .optionalDocument("EphemeralStorage")
        .ifPresent(storage -> members.put("EphemeralStorage", storage.members()));
    input
        .optionalDocument("LoggingConfig")
        .ifPresent(logging -> members.put("LoggingConfig", logging(key, logging)));
    members.put(
        "RuntimeVersionConfig",
        Map.of(
            "RuntimeVersionArn",
            RuntimeVersions.arn(key.region(), new Document(members).text("Runtime"))));
  }

  /// Shows the layers of a function.
  ///
  /// @throws ApiException if code and layers together are too big
  static void layers(StoredPackage code, List<UsedLayer> layers, Map<String, Object> members) {
    long unzipped = code.unzippedBytes();
    for (UsedLayer layer : layers) {
      unzipped += layer.content().unzippedBytes();
    }
    if (unzipped > CodePackage.MAX_UNZIPPED) {
      throw LambdaErrors.invalid(
          "Function code combined with layers exceeds the maximum allowed size of %d bytes. The actual size is %d bytes."
              .formatted(CodePackage.MAX_UNZIPPED, unzipped));
    }
    members.remove("Layers");
    if (!layers.isEmpty()) {
      members.put(
          "Layers",
          layers.stream()
              .map(layer -> Map.of("Arn", layer.arn(), "CodeSize", layer.content().bytes()))
              .toList());
    }
  }

  private static void refuseWhatIsNotEmulated(Document input) {
    for (String name : NOT_EMULATED) {
      Object value = input.members().get(name);
      if (value != null
          && !value.equals("")
          && !value.equals(List.of())
          && !value.equals(Map.of())) {
        throw LambdaErrors.notEmulated(name);
      }
    }
    input
        .optionalDocument("SnapStart")
        .flatMap(snapStart -> snapStart.optionalText("ApplyOn"))
        .filter(applyOn -> !applyOn.equals("None"))
        .ifPresent(applyOn -> {
          throw LambdaErrors.notEmulated("SnapStart " + applyOn);
        });
  }

  private static void atMost(String name, Optional<Long> value, long limit) {
    if (value.isPresent() && value.get() > limit) {
      throw new ApiException(
          400,
          "ValidationException",
          "1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value less than or equal to %d"
              .formatted(value.get(), name, limit));
    }
  }

  private static void environment(Map<String, String> variables, Map<String, Object> members) {
    Set<String> reserved = new TreeSet<>(variables.keySet());
    reserved.retainAll(RESERVED);
    if (!reserved.isEmpty()) {
      throw LambdaErrors.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided contains reserved keys that are currently not"
              + " supported for modification. Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    byte[] measured = Json.write(variables);
    if (measured.length > MAX_ENVIRONMENT) {
      throw LambdaErrors.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided exceeded the 4KB limit. String measured: "
              + new String(measured, StandardCharsets.UTF_8));
    }
    if (variables.isEmpty()) {
      members.remove("Environment");
    } else {
      members.put("Environment", Map.of("Variables", variables));
    }
  }

  /// There are no networks to join: only the empty configuration that tools like to send passes.
  private static void vpc(Document vpc, Map<String, Object> members) {
    if (!vpc.texts("SubnetIds").isEmpty() || !vpc.texts("SecurityGroupIds").isEmpty()) {
      throw LambdaErrors.notEmulated("VpcConfig with subnets");
    }
    members.put(
        "VpcConfig",
        Map.of(
            "SubnetIds",
            List.of(),
            "SecurityGroupIds",
            List.of(),
            "VpcId",
            "",
            "Ipv6AllowedForDualStack",
            false));
  }

  private static void optionalArn(
      String name, String part, Document config, Map<String, Object> members) {
    String arn = config.optionalText(part).orElse("");
    if (arn.isEmpty()) {
      members.remove(name);
    } else {
      members.put(name, Map.of(part, arn));
    }
  }

  private static Map<String, Object> logging(FunctionKey key, Document wanted) {
    String format = wanted.optionalText("LogFormat").orElse("Text");
    Map<String, Object> logging = new LinkedHashMap<>();
    logging.put("LogFormat", format);
    if (format.equals("JSON")) {
      logging.put("ApplicationLogLevel", wanted.optionalText("ApplicationLogLevel").orElse("INFO"));
      logging.put("SystemLogLevel", wanted.optionalText("SystemLogLevel").orElse("INFO"));
    } else if (wanted.has("ApplicationLogLevel") || wanted.has("SystemLogLevel")) {
      throw LambdaErrors.invalid(
          "SystemLogLevel and ApplicationLogLevel are not supported when LogFormat is set to Text."
              + " Remove these parameters from your request or change the LogFormat to JSON and try"
              + " again.");
    }
    logging.put("LogGroup", wanted.optionalText("LogGroup").orElse("/aws/lambda/" + key.name()));
    return logging;
  }
}

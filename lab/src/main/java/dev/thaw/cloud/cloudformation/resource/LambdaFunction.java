package dev.thaw.cloud.cloudformation.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A function.
final class LambdaFunction implements ResourceType {

  @Override
  public String name() {
    return "AWS::Lambda::Function";
  }

  private static final String SERVICE = "lambda";

  /// Not of the configuration, or only settable when the function is made.
  private static final List<String> APART =
      List.of(
          "FunctionName",
          "Code",
          "Tags",
          "ReservedConcurrentExecutions",
          "RuntimeManagementConfig",
          "RecursiveLoop",
          "KmsKeyArn");

  /// What a property that the template no longer has goes back to.
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "Description", "",
          "Timeout", 3L,
          "MemorySize", 128L,
          "Environment", Map.of("Variables", Map.of()),
          "Layers", List.of(),
          "TracingConfig", Map.of("Mode", "PassThrough"),
          "DeadLetterConfig", Map.of("TargetArn", ""),
          "EphemeralStorage", Map.of("Size", 512L),
          "VpcConfig", Map.of("SubnetIds", List.of(), "SecurityGroupIds", List.of()),
          "FileSystemConfigs", List.of());

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    return resource.optionalText("FunctionName").orElseGet(() -> resource.generatedName(64));
  }

  @Override
  public Made create(Resource resource) {
    String id = id(resource);
    Map<String, Object> input = configuration(resource);
    input.put("FunctionName", id);
    input.put("Code", code(resource));
    if (!resource.tags().isEmpty()) {
      input.put("Tags", resource.tags());
    }
    String arn = resource.call(SERVICE, "CreateFunction", input).text("FunctionArn");
    resource.further(id, () -> settings(resource, id, Map.of()));
    return new Made(id, Map.of("Arn", arn));
  }

  private static Map<String, Object> configuration(Resource resource) {
    Map<String, Object> input = new LinkedHashMap<>(resource.properties());
    APART.forEach(input::remove);
    resource.optionalText("KmsKeyArn").ifPresent(arn -> input.put("KMSKeyArn", arn));
    return input;
  }

  private static Map<String, Object> code(Resource resource) {
    Map<String, Object> code =
        new LinkedHashMap<>(
            resource
                .object("Code")
                .orElseThrow(() -> new ResourceFailure("Property Code cannot be empty.")));
    Object source = code.get("ZipFile");
    if (source != null) {
      code.put("ZipFile", InlineCode.zip(source.toString(), resource.text("Runtime")));
    }
    return code;
  }

  /// What has operations of its own.
  private static void settings(Resource resource, String id, Map<String, Object> before) {
    Optional<String> reserved = resource.optionalText("ReservedConcurrentExecutions");
    if (reserved.isPresent()) {
      resource.call(
          SERVICE,
          "PutFunctionConcurrency",
          Map.of("FunctionName", id, "ReservedConcurrentExecutions", reserved.get()));
    } else if (before.containsKey("ReservedConcurrentExecutions")) {
      resource.call(SERVICE, "DeleteFunctionConcurrency", Map.of("FunctionName", id));
    }
    resource
        .object("RuntimeManagementConfig")
        .ifPresent(config -> {
          Map<String, Object> input = new LinkedHashMap<>(config);
          input.put("FunctionName", id);
          resource.call(SERVICE, "PutRuntimeManagementConfig", input);
        });
    resource
        .optionalText("RecursiveLoop")
        .ifPresent(loop ->
            resource.call(
                SERVICE,
                "PutFunctionRecursionConfig",
                Map.of("FunctionName", id, "RecursiveLoop", loop)));
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    if (resource.changed(before, "Code", "Architectures")) {
      Map<String, Object> input = code(resource);
      input.put("FunctionName", physicalId);
      if (resource.has("Architectures")) {
        input.put("Architectures", resource.list("Architectures"));
      }
      resource.call(SERVICE, "UpdateFunctionCode", input);
    }
    Map<String, Object> input = configuration(resource);
    input.remove("Architectures");
    DEFAULTS.forEach((name, value) -> {
      if (before.containsKey(name)) {
        input.putIfAbsent(name, value);
      }
    });
    input.put("FunctionName", physicalId);
    String arn = resource.call(SERVICE, "UpdateFunctionConfiguration", input).text("FunctionArn");
    settings(resource, physicalId, before);
    resource.retag(SERVICE, "Resource", arn, before);
    return Map.of("Arn", arn);
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(SERVICE, "DeleteFunction", Map.of("FunctionName", physicalId));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("FunctionName", "PackageType", "TenancyConfig");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}

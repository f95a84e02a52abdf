package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.lambda.Invoker;
import dev.thaw.lambda.code.CodePackage;
import dev.thaw.lambda.code.InvalidCodePackage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Creating, reading, changing and deleting functions.
final class FunctionOperations {

  private static final DateTimeFormatter MODIFIED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

  private static final int MAX_VARIABLES = 4_096;

  /// As AWS names them in its refusal.
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  private final FunctionStore functions;
  private final PackageStore packages;
  private final Invoker invoker;
  private final Supplier<String> endpoint;

  /// @param endpoint of this thaw, for example `http://127.0.0.1:4566`
  FunctionOperations(
      FunctionStore functions, PackageStore packages, Invoker invoker, Supplier<String> endpoint) {
    this.endpoint = endpoint;
    this.functions = functions;
    this.packages = packages;
    this.invoker = invoker;
  }

  synchronized Map<String, Object> create(Document in, Call call) {
    FunctionName key = key(in.text("FunctionName"), call);
    if (functions.find(key).isPresent()) {
      throw new ApiException(
          409, "ResourceConflictException", "Function already exist: " + key.name());
    }
    if (in.optionalText("PackageType").orElse("Zip").equals("Image")) {
      throw ApiException.notEmulatedFeature("functions of container images");
    }
    String runtime =
        in.optionalText("Runtime")
            .orElseThrow(() ->
                invalid("Runtime is mandatory for functions created with deployment packages."));
    String handler =
        in.optionalText("Handler")
            .orElseThrow(() ->
                invalid("Handler is mandatory for functions created with deployment packages."));
    if (!in.texts("Layers").isEmpty()) {
      throw ApiException.notEmulatedFeature("layers");
    }
    String sha256 = keep(in.document("Code"));
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("FunctionName", key.name());
    configuration.put("FunctionArn", key.arn());
    configuration.put("Runtime", runtime);
    configuration.put("Role", in.text("Role"));
    configuration.put("Handler", handler);
    configuration.put("Description", in.optionalText("Description").orElse(""));
    configuration.put("Timeout", in.optionalNumber("Timeout").orElse(3L));
    configuration.put("MemorySize", in.optionalNumber("MemorySize").orElse(128L));
    configuration.put(
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
    configuration.put("TracingConfig", Map.of("Mode", "PassThrough"));
    configuration.put("Version", "$LATEST");
    configuration.put("State", "Active");
    configuration.put("LastUpdateStatus", "Successful");
    configuration.put("PackageType", "Zip");
    configuration.put(
        "Architectures",
        in.texts("Architectures").isEmpty() ? List.of("x86_64") : in.texts("Architectures"));
    configuration.put("EphemeralStorage", Map.of("Size", 512L));
    configuration.put("SnapStart", Map.of("ApplyOn", "None", "OptimizationStatus", "Off"));
    configuration.put(
        "RuntimeVersionConfig",
        Map.of(
            "RuntimeVersionArn", "arn:aws:lambda:" + key.region() + "::runtime:thaw-" + runtime));
    configuration.put(
        "LoggingConfig", Map.of("LogFormat", "Text", "LogGroup", "/aws/lambda/" + key.name()));
    configuration.putAll(changes(in, key));
    configuration.putAll(code(sha256));
    stamp(configuration);
    FunctionRecord function =
        new FunctionRecord(key, sha256, configuration, in.textMap("Tags"), Optional.empty());
    functions.put(function);
    Map<String, Object> answer = new LinkedHashMap<>(configuration);
    answer.put("State", "Pending");
    answer.put("StateReason", "The function is being created.");
    answer.put("StateReasonCode", "Creating");
    return answer;
  }

  Map<String, Object> get(Document in, Call call) {
    FunctionRecord function = find(in, call);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Configuration", function.configuration());
    answer.put(
        "Code",
        Map.of(
            "RepositoryType",
            "S3",
            "Location",
            endpoint.get() + "/_thaw/packages/" + function.packageSha256()));
    if (!function.tags().isEmpty()) {
      answer.put("Tags", function.tags());
    }
    function
        .reserved()
        .ifPresent(limit ->
            answer.put("Concurrency", Map.of("ReservedConcurrentExecutions", (long) limit)));
    return answer;
  }

  Map<String, Object> list(Document in, Call call) {
    List<FunctionRecord> all = functions.list(call.scope().account(), call.scope().region());
    String marker = in.optionalText("Marker").orElse("");
    int most = in.optionalNumber("MaxItems").orElse(50L).intValue();
    List<FunctionRecord> page =
        all.stream()
            .filter(f -> f.key().name().compareTo(marker) > 0)
            .limit(Math.min(most, 50))
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Functions", page.stream().map(FunctionRecord::configuration).toList());
    if (!page.isEmpty() && !page.getLast().key().equals(all.getLast().key())) {
      answer.put("NextMarker", page.getLast().key().name());
    }
    return answer;
  }

  synchronized Map<String, Object> updateCode(Document in, Call call) {
    FunctionRecord function = find(in, call);
    checkRevision(in, function);
    String sha256 = keep(in);
    if (in.flag("DryRun")) {
      return function.with(code(sha256)).configuration();
    }
    return changed(function.withPackage(sha256).with(code(sha256)));
  }

  synchronized Map<String, Object> updateConfiguration(Document in, Call call) {
    FunctionRecord function = find(in, call);
    checkRevision(in, function);
    if (!in.texts("Layers").isEmpty()) {
      throw ApiException.notEmulatedFeature("layers");
    }
    Map<String, Object> changes = changes(in, function.key());
    for (String member : List.of("Runtime", "Role", "Handler", "Description")) {
      in.optionalText(member).ifPresent(value -> changes.put(member, value));
    }
    for (String member : List.of("Timeout", "MemorySize")) {
      in.optionalNumber(member).ifPresent(value -> changes.put(member, value));
    }
    return changed(function.with(changes));
  }

  synchronized Map<String, Object> delete(Document in, Call call) {
    FunctionRecord function = find(in, call);
    functions.remove(function.key());
    invoker.retire(function.key().arn(), "$LATEST", "");
    invoker.reserve(function.key().arn(), -1);
    return Map.of();
  }

  synchronized Map<String, Object> tag(Document in) {
    FunctionRecord function = findByArn(in.text("Resource"));
    Map<String, String> tags = new HashMap<>(function.tags());
    tags.putAll(in.textMap("Tags"));
    functions.put(function.withTags(tags));
    return Map.of();
  }

  synchronized Map<String, Object> untag(Document in) {
    FunctionRecord function = findByArn(in.text("Resource"));
    Map<String, String> tags = new HashMap<>(function.tags());
    in.texts("TagKeys").forEach(tags::remove);
    functions.put(function.withTags(tags));
    return Map.of();
  }

  FunctionRecord find(Document in, Call call) {
    FunctionName key = key(in.text("FunctionName"), call);
    String qualifier = in.optionalText("Qualifier").orElse("$LATEST");
    return functions
        .find(key)
        .filter(f -> qualifier.equals("$LATEST"))
        .orElseThrow(() -> notFound(key, qualifier));
  }

  FunctionRecord findByArn(String arn) {
    String[] parts = arn.split(":");
    if (parts.length < 7 || !parts[2].equals("lambda")) {
      throw invalid("The resource " + arn + " is not a function");
    }
    FunctionName key = new FunctionName(parts[4], parts[3], parts[6]);
    return functions.find(key).orElseThrow(() -> notFound(key, "$LATEST"));
  }

  /// The label takes a name, a partial or a whole ARN, each with or without a qualifier.
  static FunctionName key(String label, Call call) {
    String[] parts = label.split(":");
    if (label.startsWith("arn:") && parts.length >= 7) {
      return new FunctionName(parts[4], parts[3], parts[6]);
    }
    if (parts.length >= 3 && parts[1].equals("function")) {
      return new FunctionName(parts[0], call.scope().region(), parts[2]);
    }
    return new FunctionName(call.scope().account(), call.scope().region(), parts[0]);
  }

  private Map<String, Object> changed(FunctionRecord function) {
    Map<String, Object> configuration = new LinkedHashMap<>(function.configuration());
    stamp(configuration);
    FunctionRecord stamped =
        new FunctionRecord(
            function.key(),
            function.packageSha256(),
            configuration,
            function.tags(),
            function.reserved());
    functions.put(stamped);
    invoker.retire(function.key().arn(), "$LATEST", stamped.revision());
    Map<String, Object> answer = new LinkedHashMap<>(configuration);
    answer.put("LastUpdateStatus", "InProgress");
    answer.put("LastUpdateStatusReason", "The function is being created.");
    answer.put("LastUpdateStatusReasonCode", "Creating");
    return answer;
  }

  /// Members that are structures, common to creating and updating.
  private Map<String, Object> changes(Document in, FunctionName key) {
    Map<String, Object> changes = new LinkedHashMap<>();
    in.optionalDocument("Environment")
        .ifPresent(environment ->
            changes.put(
                "Environment", Map.of("Variables", variables(environment.textMap("Variables")))));
    in.optionalDocument("EphemeralStorage")
        .ifPresent(
            storage -> changes.put("EphemeralStorage", Map.of("Size", storage.number("Size"))));
    in.optionalDocument("TracingConfig")
        .flatMap(t -> t.optionalText("Mode"))
        .ifPresent(mode -> changes.put("TracingConfig", Map.of("Mode", mode)));
    in.optionalDocument("LoggingConfig")
        .ifPresent(logging -> {
          Map<String, Object> config = new LinkedHashMap<>();
          String format = logging.optionalText("LogFormat").orElse("Text");
          config.put("LogFormat", format);
          if (format.equals("JSON")) {
            config.put(
                "ApplicationLogLevel", logging.optionalText("ApplicationLogLevel").orElse("INFO"));
            config.put("SystemLogLevel", logging.optionalText("SystemLogLevel").orElse("INFO"));
          }
          config.put(
              "LogGroup", logging.optionalText("LogGroup").orElse("/aws/lambda/" + key.name()));
          changes.put("LoggingConfig", config);
        });
    return changes;
  }

  private static Map<String, String> variables(Map<String, String> variables) {
    List<String> reserved =
        variables.keySet().stream().filter(RESERVED::contains).sorted().toList();
    if (!reserved.isEmpty()) {
      throw invalid(
          "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    int bytes = dev.thaw.cloud.protocol.Json.write(variables).length;
    if (bytes > MAX_VARIABLES) {
      throw invalid(
          "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: "
              + new String(
                  dev.thaw.cloud.protocol.Json.write(variables),
                  java.nio.charset.StandardCharsets.UTF_8));
    }
    return variables;
  }

  private String keep(Document code) {
    if (code.has("S3Bucket")) {
      throw ApiException.notEmulatedFeature("packages in S3");
    }
    if (code.has("ImageUri")) {
      throw ApiException.notEmulatedFeature("functions of container images");
    }
    Blob zip =
        code.optionalBlob("ZipFile")
            .orElseThrow(() -> invalid("Please provide a source for function code."));
    if (zip.size() > 50L << 20) {
      throw new ApiException(
          413,
          "RequestEntityTooLargeException",
          "Request must be smaller than 70167211 bytes for the CreateFunction operation");
    }
    try {
      return packages.keep(zip, CodePackage::check);
    } catch (InvalidCodePackage e) {
      throw switch (e.problem()) {
        case EMPTY -> invalid("Uploaded file must be a non-empty zip");
        case NOT_A_ZIP ->
            invalid(
                "Could not unzip uploaded file. Please check your file, then try to upload again.");
        case TOO_LARGE -> invalid("Unzipped size must be smaller than 262144000 bytes");
        case UNSAFE ->
            invalid(
                "Could not unzip uploaded file. Please check your file, then try to upload again. ("
                    + e.getMessage()
                    + ")");
      };
    }
  }

  private Map<String, Object> code(String sha256) {
    Map<String, Object> code = new LinkedHashMap<>();
    code.put("CodeSize", packages.size(sha256));
    code.put("CodeSha256", Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)));
    return code;
  }

  private static void stamp(Map<String, Object> configuration) {
    configuration.put("LastModified", MODIFIED.format(Instant.now()));
    configuration.put("RevisionId", UUID.randomUUID().toString());
  }

  private static void checkRevision(Document in, FunctionRecord function) {
    Optional<String> wanted = in.optionalText("RevisionId");
    if (wanted.isPresent() && !wanted.get().equals(function.revision())) {
      throw new ApiException(
          412,
          "PreconditionFailedException",
          "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId");
    }
  }

  static ApiException notFound(FunctionName key, String qualifier) {
    String arn = qualifier.equals("$LATEST") ? key.arn() : key.arn() + ":" + qualifier;
    return new ApiException(404, "ResourceNotFoundException", "Function not found: " + arn);
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "InvalidParameterValueException", message);
  }
}

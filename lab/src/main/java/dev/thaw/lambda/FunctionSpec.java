package dev.thaw.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One version of a function as the execution side needs it. Environments are made for exactly one
/// of these: any change gives another [#revision], and the environments of the older one are
/// recycled.
///
/// @param arn unqualified, `arn:aws:lambda:REGION:ACCOUNT:function:NAME`
/// @param version `$LATEST` or a number
/// @param revision changes with every change of code or configuration
/// @param runtime identifier, for example `python3.13`
/// @param code the deployment package
/// @param layers in the order in which they are merged
/// @param memoryMb MemorySize, 128 to 10240
/// @param timeout 1 s to 900 s
/// @param tmpMb EphemeralStorage, 512 to 10240
/// @param environment the customer's variables
/// @param role ARN of the execution role
/// @param logging format and levels of its logs
/// @param tracingActive TracingConfig.Mode is Active
public record FunctionSpec(
    String arn,
    String version,
    String revision,
    String runtime,
    String handler,
    CodeArtifact code,
    List<CodeArtifact> layers,
    int memoryMb,
    Duration timeout,
    int tmpMb,
    Map<String, String> environment,
    String role,
    Logging logging,
    boolean tracingActive) {

  public FunctionSpec {
    layers = List.copyOf(layers);
    environment = Map.copyOf(environment);
  }

  public String name() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  public String region() {
    return arn.split(":", 5)[3];
  }

  public String account() {
    return arn.split(":", 6)[4];
  }

  /// A zip that was checked and stored: no entry leaves its root, no link leaves it, its sizes are
  /// within limits.
  ///
  /// @param zip the stored file
  /// @param sha256 of the zip, lower-case hexadecimal
  /// @param bytes of the zip
  public record CodeArtifact(Path zip, String sha256, long bytes) {}

  /// @param json LogFormat is JSON
  /// @param applicationLevel TRACE, DEBUG, INFO, WARN, ERROR or FATAL; only in JSON
  /// @param systemLevel DEBUG, INFO or WARN; only in JSON
  /// @param group log group, by default `/aws/lambda/NAME`
  public record Logging(boolean json, String applicationLevel, String systemLevel, String group) {}
}

package dev.thaw.lambda.sandbox;

/// Where things are as the function sees them: AWS's paths within namespaces, host paths in a plain
/// process.
///
/// @param task `/var/task`
/// @param opt `/opt`
/// @param runtime `/var/runtime`
/// @param tmp `/tmp`
/// @param shared `/var/thaw`
public record SandboxPaths(String task, String opt, String runtime, String tmp, String shared) {

  static final SandboxPaths AWS =
      new SandboxPaths("/var/task", "/opt", "/var/runtime", "/tmp", "/var/thaw");
}

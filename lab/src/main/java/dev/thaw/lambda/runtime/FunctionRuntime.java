package dev.thaw.lambda.runtime;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A runtime that can run functions on this machine: resolved, with a real executable behind it.
///
/// @param name as in CreateFunction, for example `python3.13`
/// @param executable the real interpreter (never a shim), or the function's own `bootstrap`
/// @param version what the interpreter says of itself, for example `3.13.0`; empty for `provided`
/// @param bootstrap host directory to be seen as `/var/runtime`
/// @param visible host paths that must be visible inside where they are
/// @param command builds the command line
/// @param environment variables of this runtime beyond Lambda's common ones; paths as seen inside
public record FunctionRuntime(
    String name,
    Path executable,
    String version,
    Path bootstrap,
    List<Path> visible,
    Command command,
    Variables environment) {

  /// @see FunctionRuntime#command
  @FunctionalInterface
  public interface Command {

    /// @param environment the whole environment of the process to be: the memory size sets heap
    ///   limits, and `AWS_LAMBDA_EXEC_WRAPPER` comes before the interpreter of a managed runtime
    /// @throws InvalidEntrypoint if a `provided` function has no executable `bootstrap`
    List<String> in(SandboxPaths paths, Map<String, String> environment);
  }

  /// @see FunctionRuntime#environment
  @FunctionalInterface
  public interface Variables {
    Map<String, String> in(SandboxPaths paths);
  }
}

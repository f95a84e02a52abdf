package dev.thaw.lambda;

import dev.thaw.lambda.runtime.FunctionRuntime;
import dev.thaw.lambda.runtimeapi.RuntimeApiListener;
import dev.thaw.lambda.sandbox.Sandbox;
import dev.thaw.lambda.sandbox.SandboxSpec;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The machine as execution environments use it: everything that they share.
///
/// @param sandboxes starts a sandbox
/// @param runtimes finds what runs a function
/// @param heartbeat for deadlines and freezing
/// @param access by which functions reach thaw as if it were AWS
record Worker(
    Clock clock,
    Timelines timelines,
    RuntimeApiListener listener,
    Sandboxes sandboxes,
    Runtimes runtimes,
    CodeStore code,
    StartGate gate,
    LogSink logs,
    InvocationListener invocations,
    Heartbeat heartbeat,
    CloudAccess access) {

  /// Starts sandboxes.
  @FunctionalInterface
  interface Sandboxes {
    Sandbox start(SandboxSpec spec);
  }

  /// Finds the runtime for a function.
  @FunctionalInterface
  interface Runtimes {

    /// @throws dev.thaw.lambda.runtime.RuntimeUnavailable if no installed interpreter fits
    FunctionRuntime resolve(String identifier, Path code, @Nullable Path opt, String handler);
  }
}

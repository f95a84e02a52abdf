package dev.thaw.lambda;

/// The door of the room: runs functions in execution environments.
public interface Invoker extends AutoCloseable {

  /// Runs a function and waits for its answer on the calling thread. The timeline is appended to,
  /// and sealed once everything that was done for this request is over, which may be after the
  /// return.
  InvokeOutcome invoke(FunctionSpec function, InvokeRequest request);

  /// Recycles the environments of all revisions of a function but one: it was updated.
  ///
  /// @param keep revision to keep; no revision has the empty name
  void retire(String arn, String version, String keep);

  /// Reserved concurrency of a function.
  ///
  /// @param limit most environments at once, or -1 for none reserved
  void reserve(String arn, int limit);

  /// Keeps that many environments of a version initialized.
  ///
  /// @param count 0 to give them up
  void provision(FunctionSpec function, int count);

  /// How far [#provision] has got.
  Provisioned provisioned(String arn, String version);

  /// Ends all environments and waits until nothing is left of them.
  @Override
  void close();

  /// @param requested by [#provision]
  /// @param allocated environments that are initialized or being so
  /// @param available environments that are ready
  /// @param failure empty, or why it failed, for example `FUNCTION_ERROR_INIT_FAILURE`
  record Provisioned(int requested, int allocated, int available, String failure) {}
}

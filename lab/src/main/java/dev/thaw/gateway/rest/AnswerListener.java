package dev.thaw.gateway.rest;

import dev.thaw.timeline.Snapshot;

/// Is told of every request to a stage, once it is answered.
@FunctionalInterface
public interface AnswerListener {

  /// @param request what was recorded of it; its last phase is `send`
  /// @param status of HTTP
  void answered(Stage stage, Snapshot request, int status);
}

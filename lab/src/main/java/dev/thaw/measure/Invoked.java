package dev.thaw.measure;

import dev.thaw.wire.http.Phase;
import dev.thaw.wire.http.Stamps;
import java.util.Optional;

/// One invocation as the caller saw it.
///
/// @param requestId empty if the answer named none
/// @param functionError `Handled` or `Unhandled`; empty if the function succeeded
/// @param report from the log tail; empty if none was asked for or none came
/// @param logTail the last 4 KB of the log; empty if none was asked for
record Invoked(
    int status,
    String requestId,
    Optional<String> functionError,
    byte[] payload,
    Optional<ReportLine> report,
    String logTail,
    Stamps stamps) {

  /// What the caller waited, in milliseconds.
  double waitedMs() {
    return stamps.nanos(Phase.TOTAL).orElseThrow() / 1e6;
  }
}

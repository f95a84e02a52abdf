package dev.thaw.measure;

import dev.thaw.wire.http.Phase;
import dev.thaw.wire.http.Stamps;
import java.util.Optional;

/// One invocation as the caller saw it.
///
/// @param requestId empty if the answer named none
/// @param functionError `Handled`, `Unhandled`, or through a URL `HTTP` and the status; empty if
///   the function succeeded
/// @param report from the log tail; empty if none was asked for or none came
/// @param logTail the last 4 KB of the log; empty if none was asked for
/// @param byUrl whether the caller's own phases are part of what is measured
record Invoked(
    int status,
    String requestId,
    Optional<String> functionError,
    byte[] payload,
    Optional<ReportLine> report,
    String logTail,
    Stamps stamps,
    boolean byUrl) {

  /// What the caller waited, in milliseconds.
  double waitedMs() {
    return stamps.nanos(Phase.TOTAL).orElseThrow() / 1e6;
  }
}

package dev.thaw.measure.result;

import dev.thaw.timeline.Origin;
import java.util.List;

/// One real request, phase by phase: the one nearest to the median of its kind.
///
/// @param requestId names it on the running thaw
/// @param totalMs what the caller waited
/// @param bars in the order in which they began; through a URL, the server's behind the `wait`
public record Waterfall(String requestId, double totalMs, List<Bar> bars) {

  public Waterfall {
    bars = List.copyOf(bars);
  }

  /// One phase of that request.
  ///
  /// @param depth 0 for a phase of the request itself, 1 for a phase within that, and so on
  /// @param startMs milliseconds since the caller sent the request; may be negative for what began
  ///   earlier
  public record Bar(String name, int depth, Origin origin, double startMs, double durationMs) {}
}

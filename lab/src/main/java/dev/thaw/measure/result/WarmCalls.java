package dev.thaw.measure.result;

import java.util.List;
import java.util.Optional;

/// Requests that found an environment ready.
///
/// @param latency what the caller waited, after warm-up
/// @param first the first warm call of each environment, which is slower than the rest and is not
///   among [#latency]
/// @param warmup calls per environment that were made and not counted, [#first] among them
/// @param concurrency requests in flight at once
/// @param phases what the wait consists of, in the order of [#PHASES]; a phase that never occurred
///   is left out
/// @param discarded requests that were sent and do not count
/// @param typical the request nearest to the median; empty when its timeline was not to be had
public record WarmCalls(
    Distribution latency,
    Distribution first,
    int warmup,
    int concurrency,
    List<PhaseCost> phases,
    List<Discarded> discarded,
    Optional<Waterfall> typical) {

  /// The phases of a warm call. `overhead` is what remains of the caller's wait. Through a URL the
  /// caller's and the gateway's own come too, as for [ColdStarts#PHASES]; the first three only
  /// where the server keeps no connection.
  public static final List<String> PHASES =
      List.of(
          "dns",
          "tcp",
          "tls",
          "send",
          "route",
          "authorize",
          "integrate",
          "dispatch",
          "thaw",
          "invoke",
          "aws-call",
          "overhead",
          "receive");

  public WarmCalls {
    phases = List.copyOf(phases);
    discarded = List.copyOf(discarded);
  }
}

package dev.thaw.measure.result;

import java.util.List;
import java.util.Optional;

/// Requests that each brought up a new execution environment.
///
/// @param latency what the caller waited
/// @param phases what that consists of, in the order of [#PHASES]; a phase that never occurred is
///   left out
/// @param initDuration the `Init Duration` of the REPORT lines; empty when none was reported
/// @param discarded requests that were sent and do not count
/// @param typical the request nearest to the median; empty when its timeline was not to be had
public record ColdStarts(
    Distribution latency,
    List<PhaseCost> phases,
    Optional<Distribution> initDuration,
    List<Discarded> discarded,
    Optional<Waterfall> typical) {

  /// The phases of a cold start, in the order of the life cycle. `first-invoke` is the handler's
  /// first call in the new environment; `overhead` is what remains of the caller's wait. Through a
  /// URL the caller's and the gateway's own come too: of `integrate`, the gateway's call of the
  /// function, what is none of the function's phases.
  public static final List<String> PHASES =
      List.of(
          "dns",
          "tcp",
          "tls",
          "send",
          "route",
          "authorize",
          "integrate",
          "place",
          "gate",
          "download",
          "unpack",
          "sandbox",
          "extension-init",
          "runtime-boot",
          "function-init",
          "first-invoke",
          "aws-call",
          "overhead",
          "receive");

  public ColdStarts {
    phases = List.copyOf(phases);
    discarded = List.copyOf(discarded);
  }
}

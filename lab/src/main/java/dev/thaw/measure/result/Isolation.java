package dev.thaw.measure.result;

import java.util.List;

/// What stood between the function and the machine during the run.
///
/// @param kind `namespaces`, `process`, or `unknown` for a target that does not say
/// @param limits one per resource that AWS limits
public record Isolation(String kind, List<Limit> limits) {

  public Isolation {
    limits = List.copyOf(limits);
  }

  /// @param name `memory`, `cpu`, `processes`, `tmp`, `freeze`
  /// @param how by what it is enforced, for example `cgroup v2`; otherwise why it is not
  public record Limit(String name, boolean enforced, String how) {}
}

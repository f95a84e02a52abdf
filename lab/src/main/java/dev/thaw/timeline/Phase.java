package dev.thaw.timeline;

import java.util.Map;
import java.util.OptionalLong;

/// One named stretch of time, as it stood when the [Snapshot] was taken.
///
/// @param id position among the phases of its timeline, from 0
/// @param parent id of the phase that it lies within, or [#NONE]
/// @param name a standard term in kebab case, for example `function-init`
/// @param start nanoseconds since the epoch
/// @param end nanoseconds since the epoch; empty while the phase is open
/// @param attributes values are strings, numbers or booleans
public record Phase(
    int id,
    int parent,
    String name,
    Origin origin,
    long start,
    OptionalLong end,
    Map<String, Object> attributes) {

  /// The parent of a phase that lies directly in its timeline.
  public static final int NONE = -1;

  /// Nanoseconds, or up to `now` while the phase is open.
  public long duration(long now) {
    return end.orElse(now) - start;
  }
}

package dev.thaw.timeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [Timeline] held at one moment; the input of every fold.
///
/// @param started when the timeline began, in nanoseconds since the epoch
/// @param taken when this snapshot was taken, in nanoseconds since the epoch
/// @param sealed whether nothing can be added any more
/// @param phases in the order in which they began
/// @param attributes of the request or environment as a whole
public record Snapshot(
    Kind kind,
    String id,
    long started,
    long taken,
    boolean sealed,
    List<Phase> phases,
    Map<String, Object> attributes,
    List<Link> links) {

  /// The first phase with that name.
  public Optional<Phase> phase(String name) {
    return phases.stream().filter(phase -> phase.name().equals(name)).findFirst();
  }

  /// Nanoseconds of all phases with that name, up to [#taken] for open ones.
  public long total(String name) {
    return phases.stream()
        .filter(phase -> phase.name().equals(name))
        .mapToLong(phase -> phase.duration(taken))
        .sum();
  }
}

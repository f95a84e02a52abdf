package dev.thaw.measure.result;

import java.util.List;
import java.util.Optional;

/// Samples and what they say.
///
/// @param samples milliseconds, in the order in which they were taken
/// @param p50 empty only when there are no samples
/// @param p90 empty when the samples are too few to bear it (fewer than 29)
/// @param p99 empty when the samples are too few to bear it (fewer than 299)
public record Distribution(
    List<Double> samples, Optional<Estimate> p50, Optional<Estimate> p90, Optional<Estimate> p99) {

  public static final Distribution EMPTY =
      new Distribution(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public Distribution {
    samples = List.copyOf(samples);
    for (double sample : samples) {
      if (!Double.isFinite(sample)) {
        throw new IllegalArgumentException("sample: " + sample + " (expected: finite)");
      }
    }
    if (samples.isEmpty() == p50.isPresent()) {
      throw new IllegalArgumentException(
          "p50: %s with %d samples (expected: present if and only if there are samples)"
              .formatted(p50, samples.size()));
    }
  }
}

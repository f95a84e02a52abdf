package dev.thaw.measure;

import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.Interval;
import dev.thaw.stats.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Samples as the result records carry them, in milliseconds to the nanosecond.
final class Distributions {

  private Distributions() {}

  static Distribution of(List<Double> ms) {
    if (ms.isEmpty()) {
      return Distribution.EMPTY;
    }
    Sample sample =
        Sample.of("ms", ms.stream().mapToDouble(value -> Math.rint(value * 1e6) / 1e6).toArray());
    Estimate median =
        new Estimate(sample.median(), sample.estimate(0.5).map(Distributions::interval));
    return new Distribution(
        Arrays.stream(sample.values()).boxed().toList(),
        Optional.of(median),
        percentile(sample, 0.9),
        percentile(sample, 0.99));
  }

  private static Optional<Estimate> percentile(Sample sample, double p) {
    return sample
        .estimate(p)
        .map(known -> new Estimate(known.value(), Optional.of(interval(known))));
  }

  private static Interval interval(dev.thaw.stats.Estimate estimate) {
    return new Interval(estimate.interval().low(), estimate.interval().high());
  }
}

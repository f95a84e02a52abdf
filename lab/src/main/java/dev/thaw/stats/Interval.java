package dev.thaw.stats;

/// A confidence interval, in the unit of the samples it comes from.
///
/// @param level the nominal coverage, 0.95 for 95 %
public record Interval(double low, double high, double level) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "interval: " + low + ".." + high + " (expected: low <= high)");
    }
    checkLevel(level);
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  static void checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level: " + level + " (expected: above 0, below 1)");
    }
  }
}

package dev.thaw.report;

import java.util.Locale;

/// Round numbers for axes.
final class Axis {

  private Axis() {}

  /// The distance of ticks: 1, 2 or 5 times a power of ten.
  ///
  /// @param most ticks wanted at most
  static double step(double range, int most) {
    double rough = Math.max(range, 1e-6) / most;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  }

  /// Without digits that say nothing.
  static String label(double ms) {
    String digits = String.format(Locale.ROOT, "%.3f", ms);
    return digits.replaceFirst("\\.?0+$", "") + (Math.abs(ms) < 0.0005 ? "" : " ms");
  }
}

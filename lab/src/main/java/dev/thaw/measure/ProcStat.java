package dev.thaw.measure;

import java.util.Optional;

/// The machine's CPU time since it started, in ticks, as the first line of `/proc/stat` tells it.
///
/// @param total of all kinds
/// @param idle waiting for input and output included
/// @param steal taken by the hypervisor
record ProcStat(long total, long idle, long steal) {

  /// Empty if the text has another shape.
  static Optional<ProcStat> parse(String text) {
    String[] words = text.lines().findFirst().orElse("").strip().split("\\s+");
    if (words.length < 9 || !words[0].equals("cpu")) {
      return Optional.empty();
    }
    long[] ticks = new long[8];
    long total = 0;
    for (int i = 0; i < ticks.length; i++) {
      if (!words[i + 1].matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      ticks[i] = Long.parseLong(words[i + 1]);
      total += ticks[i];
    }
    return Optional.of(new ProcStat(total, ticks[3] + ticks[4], ticks[7]));
  }

  /// Percent of all CPU time that was stolen since an earlier reading.
  double stealPercentSince(ProcStat earlier) {
    return percent(steal - earlier.steal, earlier);
  }

  /// Percent of all CPU time in which somebody worked since an earlier reading.
  double busyPercentSince(ProcStat earlier) {
    long worked = total - idle - steal - (earlier.total - earlier.idle - earlier.steal);
    return percent(worked, earlier);
  }

  private double percent(long ticks, ProcStat earlier) {
    long passed = total - earlier.total;
    return passed <= 0 ? 0 : Math.clamp(100.0 * ticks / passed, 0, 100);
  }
}

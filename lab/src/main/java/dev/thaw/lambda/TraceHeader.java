package dev.thaw.lambda;

import dev.thaw.timeline.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// X-Ray's header: the caller's, or a new one.
public final class TraceHeader {

  public static final String NAME = "X-Amzn-Trace-Id";

  /// Longer ones are not trusted.
  private static final int MOST = 512;

  private TraceHeader() {}

  /// @param given by the caller
  /// @param sampled whether a new one says so
  public static String of(Optional<String> given, boolean sampled, Clock clock) {
    return given
        .filter(header -> header.startsWith("Root=1-") && header.length() <= MOST)
        .orElseGet(() -> fresh(sampled, clock));
  }

  private static String fresh(boolean sampled, Clock clock) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return "Root=1-"
        + hex.toHexDigits((int) (clock.now() / 1_000_000_000L))
        + "-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextInt())
        + ";Parent="
        + hex.toHexDigits(random.nextLong())
        + ";Sampled="
        + (sampled ? "1" : "0");
  }

  /// What a caller gets to see: not the parent.
  public static String answered(String header) {
    int parent = header.indexOf(";Parent=");
    if (parent < 0) {
      return header;
    }
    int end = header.indexOf(';', parent + 1);
    return header.substring(0, parent) + (end < 0 ? "" : header.substring(end));
  }
}

package dev.thaw.lambda;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides which idle environments to recycle. Pure, so that the simulator runs the same policy.
///
/// @param idleLimit an environment that has waited longer goes
/// @param maximumAge an environment that was started longer ago goes at its next idleness
public record KeepAlive(Duration idleLimit, Duration maximumAge) {

  /// AWS documents no figures; idle environments were seen to live from minutes to an hour, and all
  /// of them to be replaced within a few hours.
  public static final KeepAlive DEFAULT =
      new KeepAlive(Duration.ofMinutes(15), Duration.ofHours(2));

  /// @param id of the environment
  /// @param started nanoseconds since the epoch
  /// @param idleSince nanoseconds since the epoch
  /// @param memoryMb MemorySize
  /// @param provisioned belongs to provisioned concurrency, which only age ends
  public record Idle(String id, long started, long idleSince, int memoryMb, boolean provisioned) {}

  /// @param now nanoseconds since the epoch
  /// @param shortMb megabytes that the machine lacks, 0 if it does not: bigger functions go first,
  ///   among equals the one that has waited longest
  /// @return ids, in the order in which to recycle them
  public List<String> recycle(List<Idle> idle, long now, long shortMb) {
    List<String> recycled = new ArrayList<>();
    List<Idle> kept = new ArrayList<>();
    for (Idle environment : idle) {
      boolean old = now - environment.started() > maximumAge.toNanos();
      boolean tired =
          now - environment.idleSince() > idleLimit.toNanos() && !environment.provisioned();
      if (old || tired) {
        recycled.add(environment.id());
      } else if (!environment.provisioned()) {
        kept.add(environment);
      }
    }
    kept.sort(
        Comparator.comparingInt(Idle::memoryMb).reversed().thenComparingLong(Idle::idleSince));
    long missing = shortMb;
    for (Idle environment : kept) {
      if (missing <= 0) {
        break;
      }
      recycled.add(environment.id());
      missing -= environment.memoryMb();
    }
    return recycled;
  }
}

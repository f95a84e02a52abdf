package dev.thaw.measure;

import java.util.List;

/// How many requests to send, and in which order.
///
/// @param target as the user named it
/// @param arms compared with each other, at least one
/// @param cold cold starts of each arm that are to count; 0 for none
/// @param warm warm calls of each arm that are to count; rounded up to a multiple of `concurrency`;
///   0 for none
/// @param warmup warm calls per connection that do not count
/// @param concurrency warm calls in flight at once, each on a connection of its own
/// @param door through what they are called
/// @param seed of the random order
public record ColdWarmPlan(
    String thawVersion,
    String target,
    List<Arm> arms,
    int cold,
    int warm,
    int warmup,
    int concurrency,
    Door door,
    long seed) {

  public ColdWarmPlan {
    arms = List.copyOf(arms);
    if (arms.isEmpty()) {
      throw new IllegalArgumentException("arms: 0 (expected: 1 or more)");
    }
    within("cold", cold, 0, 10_000);
    within("warm", warm, 0, 10_000_000);
    within("warmup", warmup, 0, 100_000);
    within("concurrency", concurrency, 1, 1_000);
    if (door instanceof Door.Url(String url, _, _, _) && arms.size() > 1) {
      throw new IllegalArgumentException(
          "arms: " + arms.size() + " behind " + url + " (expected: 1)");
    }
    if (cold + warm == 0) {
      throw new IllegalArgumentException("cold and warm: 0 (expected: one of them above 0)");
    }
  }

  /// In plain words.
  String order() {
    return arms.size() > 1 ? "random interleaved" : "sequential";
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}

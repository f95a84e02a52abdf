package dev.thaw.cloud.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The last firings of every rule.
final class Firings {

  /// A day of a rule that keeps a function warm every four minutes is 360.
  private static final int KEPT_PER_RULE = 500;

  private final Map<String, Map<Long, Firing>> byRule = new HashMap<>();

  /// Notes how a firing stands.
  ///
  /// @param delivery the same for all that is told of one firing
  synchronized void tell(long delivery, Firing firing) {
    Map<Long, Firing> kept = byRule.computeIfAbsent(firing.rule(), _ -> new LinkedHashMap<>());
    kept.put(delivery, firing);
    if (kept.size() > KEPT_PER_RULE) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /// All that are kept, the earliest first.
  synchronized List<Firing> all() {
    List<Firing> all = new ArrayList<>();
    byRule.values().forEach(kept -> all.addAll(kept.values()));
    all.sort(Comparator.comparing(Firing::time));
    return all;
  }
}

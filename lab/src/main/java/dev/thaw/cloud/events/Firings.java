package dev.thaw.cloud.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The last firings of every rule.
final class Firings {

  /// A day of a rule that keeps a function warm every four minutes is 360.
  private static final int KEPT_PER_RULE = 500;

  /// Rules that are remembered, deleted ones among them.
  private static final int KEPT_RULES = 1000;

  private final Map<String, Map<Long, Firing>> byRule = new LinkedHashMap<>();

  /// Notes how a firing stands.
  ///
  /// @param delivery the same for all that is told of one firing
  synchronized void tell(long delivery, Firing firing) {
    Map<Long, Firing> kept = byRule.computeIfAbsent(firing.rule(), _ -> new LinkedHashMap<>());
    kept.put(delivery, firing);
    forgetEldest(kept, KEPT_PER_RULE);
    forgetEldest(byRule, KEPT_RULES);
  }

  private static void forgetEldest(Map<?, ?> map, int most) {
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
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

package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.resource.ResourceType;
import dev.thaw.cloud.cloudformation.template.Values;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which properties of a resource an update changes, and what that takes.
///
/// @param properties names, in order
record Diff(Set<String> properties, Action action) {

  enum Action {
    NONE,
    IN_PLACE,
    REPLACEMENT
  }

  static Diff of(ResourceType type, Map<String, Object> before, Map<String, Object> after) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(name -> Values.same(before.get(name), after.get(name)));
    if (changed.isEmpty()) {
      return new Diff(changed, Action.NONE);
    }
    boolean replaces = changed.stream().anyMatch(type.replacing()::contains);
    return new Diff(changed, replaces ? Action.REPLACEMENT : Action.IN_PLACE);
  }
}

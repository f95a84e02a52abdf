package dev.thaw.cloud.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which resource must be there before which.
///
/// @param needs by logical id, in the template's order
public record Dependencies(Map<String, Set<String>> needs) {

  /// @param present resources whose conditions hold
  public static Dependencies of(Template template, Set<String> present) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    template
        .resources()
        .forEach((name, resource) -> {
          if (present.contains(name)) {
            Set<String> needed =
                new LinkedHashSet<>(References.of(resource.properties()).resources(template));
            needed.addAll(resource.dependsOn());
            needed.retainAll(present);
            needs.put(name, needed);
          }
        });
    return new Dependencies(needs);
  }

  /// Each resource after all that it needs; else in the template's order.
  ///
  /// @throws TemplateException if they need each other
  public List<String> order() {
    Map<String, Set<String>> left = new LinkedHashMap<>();
    needs.forEach((name, needed) -> left.put(name, new LinkedHashSet<>(needed)));
    List<String> order = new ArrayList<>();
    while (!left.isEmpty()) {
      List<String> ready =
          left.entrySet().stream()
              .filter(entry -> entry.getValue().isEmpty())
              .map(Map.Entry::getKey)
              .toList();
      if (ready.isEmpty()) {
        throw new TemplateException("Circular dependency between resources: " + circle(left));
      }
      ready.forEach(left::remove);
      left.values().forEach(needed -> ready.forEach(needed::remove));
      order.addAll(ready);
    }
    return order;
  }

  /// Takes away what only hangs on a circle.
  private static List<String> circle(Map<String, Set<String>> left) {
    Set<String> rest = new LinkedHashSet<>(left.keySet());
    boolean shrinks = true;
    while (shrinks) {
      Set<String> needed = new LinkedHashSet<>();
      rest.forEach(name -> needed.addAll(left.getOrDefault(name, Set.of())));
      shrinks = rest.retainAll(needed);
    }
    return List.copyOf(rest);
  }
}

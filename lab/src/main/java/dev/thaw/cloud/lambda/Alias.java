package dev.thaw.cloud.lambda;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A name for a version that can be pointed at another one, or share its calls out between two.
///
/// @param version that gets what the weights leave; `$LATEST` only without weights
/// @param weights by the other versions, each 0 to 1
record Alias(
    String name,
    String version,
    String description,
    SortedMap<String, Double> weights,
    String revision) {

  Alias {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /// The version that a call runs.
  ///
  /// @param draw uniform, from 0 inclusive to 1 exclusive
  String choose(double draw) {
    double share = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      share += weight.getValue();
      if (draw < share) {
        return weight.getKey();
      }
    }
    return version;
  }

  boolean pointsTo(String number) {
    return version.equals(number) || weights.containsKey(number);
  }

  /// As AWS shows it.
  Map<String, Object> shown(FunctionKey key) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("AliasArn", key.arn(name));
    shown.put("Name", name);
    shown.put("FunctionVersion", version);
    shown.put("Description", description);
    if (!weights.isEmpty()) {
      shown.put("RoutingConfig", Map.of("AdditionalVersionWeights", new HashMap<>(weights)));
    }
    shown.put("RevisionId", revision);
    return shown;
  }
}

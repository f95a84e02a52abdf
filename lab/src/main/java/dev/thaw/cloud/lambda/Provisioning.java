package dev.thaw.cloud.lambda;

import dev.thaw.lambda.Invoker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a function's provisioned concurrency means for its versions: that of an alias belongs to
/// the version it points to and moves with it.
final class Provisioning {

  private Provisioning() {}

  /// Environments by version.
  static Map<String, Integer> wanted(FunctionRecord function) {
    Map<String, Integer> wanted = new HashMap<>();
    function
        .provisioned()
        .forEach((qualifier, provision) ->
            function
                .version(qualifier)
                .ifPresent(version ->
                    wanted.merge(version.version(), provision.requested(), Integer::sum)));
    return wanted;
  }

  /// Tells the execution side what differs.
  static void apply(FunctionRecord before, FunctionRecord after, Invoker invoker) {
    Map<String, Integer> old = wanted(before);
    Map<String, Integer> next = wanted(after);
    Set<String> versions = new HashSet<>(old.keySet());
    versions.addAll(next.keySet());
    for (String version : versions) {
      int count = next.getOrDefault(version, 0);
      if (old.getOrDefault(version, 0) != count) {
        after
            .version(version)
            .or(() -> before.version(version))
            .ifPresent(known -> invoker.provision(known.spec(), count));
      }
    }
  }

  /// An alias and the version it points to are not both provisioned, and what an alias has is for
  /// one version alone.
  ///
  /// @throws dev.thaw.cloud.protocol.ApiException if that is broken
  static void check(FunctionRecord function, String qualifier) {
    Optional<Alias> alias = function.alias(qualifier);
    if (alias.isPresent()) {
      if (!alias.get().weights().isEmpty()) {
        throw LambdaErrors.notEmulated("provisioned concurrency of an alias with weights");
      }
      if (function.provisioned().containsKey(alias.get().version())) {
        throw LambdaErrors.conflicting(
            "Alias can't be used for Provisioned Concurrency configuration on an already"
                + " Provisioned version");
      }
      return;
    }
    for (Alias other : function.aliases().values()) {
      if (other.pointsTo(qualifier) && function.provisioned().containsKey(other.name())) {
        throw LambdaErrors.conflicting("Version is pointed by a Provisioned Concurrency alias");
      }
    }
  }
}

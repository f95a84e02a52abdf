package dev.thaw.cloud.cloudformation.resource;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One type of resource. Everything that goes wrong is thrown: an error of the service as it came,
/// else a [ResourceFailure].
public interface ResourceType {

  /// For example `AWS::S3::Bucket`.
  String name();

  /// The physical id, where it is known before the resource is made: so a resource whose making was
  /// cut off can be found again.
  Optional<String> plannedId(Resource resource);

  Made create(Resource resource);

  /// @return its attributes afterwards
  default Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    throw new ResourceFailure("every change of " + name() + " needs a new one");
  }

  /// Does nothing if it is gone already.
  void delete(Resource resource, String physicalId);

  /// Properties whose change needs a new physical resource; all others change in place.
  Set<String> replacing();

  /// Whether every change needs a new physical resource, so that nothing is ever done to one that
  /// is there.
  default boolean fixed() {
    return false;
  }

  /// All properties that it takes, where its operations do not check that by themselves: nothing is
  /// dropped silently. Empty where they do.
  default Set<String> accepted() {
    return Set.of();
  }

  /// Whether the stack's own tags go to it.
  default boolean tagged() {
    return false;
  }

  /// @param physicalId what `Ref` gives
  /// @param attributes what `Fn::GetAtt` gives
  record Made(String physicalId, Map<String, Object> attributes) {}
}

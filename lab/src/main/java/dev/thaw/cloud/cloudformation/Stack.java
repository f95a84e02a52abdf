package dev.thaw.cloud.cloudformation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A stack and all that is known of it.
///
/// @param unfinished what the operation that is under way needs to end or to be taken back
record Stack(
    StackIdentity identity,
    Definition definition,
    State state,
    Settings settings,
    Holdings holdings,
    Optional<Unfinished> unfinished) {

  /// @param created milliseconds since the epoch, as the others
  /// @param updated 0 if never
  /// @param deleted 0 if it is there
  record State(
      StackStatus status, Optional<String> reason, long created, long updated, long deleted) {

    State in(StackStatus next, Optional<String> why) {
      return new State(next, why, created, updated, deleted);
    }
  }

  /// What is asked of the stack beside its definition.
  ///
  /// @param token of the operation last begun
  record Settings(
      boolean protection,
      OnFailure onFailure,
      Optional<Long> timeoutMinutes,
      Optional<String> changeSet,
      Optional<String> token) {

    Settings protectedBy(boolean termination) {
      return new Settings(termination, onFailure, timeoutMinutes, changeSet, token);
    }

    Settings begun(OnFailure failing, Optional<String> set, Optional<String> by) {
      return new Settings(protection, failing, timeoutMinutes, set, by);
    }
  }

  /// What becomes of a stack that cannot be made or changed.
  enum OnFailure {
    ROLLBACK,
    DELETE,
    DO_NOTHING
  }

  /// @param resources by logical id
  /// @param imports names of exports that it uses
  record Holdings(
      Map<String, StackResource> resources, List<Output> outputs, List<String> imports) {

    static final Holdings NONE = new Holdings(Map.of(), List.of(), List.of());

    Holdings with(StackResource resource) {
      Map<String, StackResource> next = new LinkedHashMap<>(resources);
      next.put(resource.logicalId(), resource);
      return new Holdings(next, outputs, imports);
    }

    Holdings without(String logicalId) {
      Map<String, StackResource> next = new LinkedHashMap<>(resources);
      next.remove(logicalId);
      return new Holdings(next, outputs, imports);
    }
  }

  /// @param before the definition that a rollback puts back; none while the stack is made
  /// @param obsolete physical resources to delete once the operation cannot fail any more
  /// @param retained logical ids that a deletion leaves alone
  record Unfinished(
      Optional<Definition> before,
      Holdings held,
      List<StackResource> obsolete,
      List<String> retained,
      boolean retainExceptOnCreate) {

    static Unfinished creation(boolean retainExceptOnCreate) {
      return new Unfinished(
          Optional.empty(), Holdings.NONE, List.of(), List.of(), retainExceptOnCreate);
    }

    Unfinished withObsolete(List<StackResource> others) {
      return new Unfinished(before, held, List.copyOf(others), retained, retainExceptOnCreate);
    }
  }

  Stack with(Definition next) {
    return new Stack(identity, next, state, settings, holdings, unfinished);
  }

  Stack with(State next) {
    return new Stack(identity, definition, next, settings, holdings, unfinished);
  }

  Stack with(Settings next) {
    return new Stack(identity, definition, state, next, holdings, unfinished);
  }

  Stack with(Holdings next) {
    return new Stack(identity, definition, state, settings, next, unfinished);
  }

  Stack with(Unfinished next) {
    return new Stack(identity, definition, state, settings, holdings, Optional.of(next));
  }

  Stack finished() {
    return new Stack(identity, definition, state, settings, holdings, Optional.empty());
  }

  StackStatus status() {
    return state.status();
  }

  Map<String, StackResource> resources() {
    return holdings.resources();
  }
}

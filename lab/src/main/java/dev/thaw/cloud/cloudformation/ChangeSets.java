package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.protocol.Scope;
import java.util.Optional;

/// Finds change sets by what callers call them.
final class ChangeSets {

  private ChangeSets() {}

  /// @param nameOrArn an ARN needs no stack
  /// @param stack name or ARN; may be empty
  static Optional<ChangeSet> find(StackStore stacks, Scope scope, String nameOrArn, String stack) {
    if (!stack.isEmpty()) {
      return stacks.find(scope, stack).flatMap(found -> of(stacks, found, nameOrArn));
    }
    return stacks.all(scope).stream()
        .flatMap(found -> of(stacks, found, nameOrArn).stream())
        .findFirst();
  }

  private static Optional<ChangeSet> of(StackStore stacks, Stack stack, String nameOrArn) {
    return stacks.changeSets(stack.identity()).stream()
        .filter(set -> set.name().equals(nameOrArn) || set.arn().equals(nameOrArn))
        .findFirst();
  }

  static ChangeSet require(StackStore stacks, Scope scope, String nameOrArn, String stack) {
    if (stack.isEmpty() && !nameOrArn.startsWith("arn:")) {
      throw StackErrors.invalid(
          "StackName must be specified if ChangeSetName is not specified as an ARN.");
    }
    return find(stacks, scope, nameOrArn, stack)
        .orElseThrow(() -> StackErrors.noChangeSet(nameOrArn));
  }
}

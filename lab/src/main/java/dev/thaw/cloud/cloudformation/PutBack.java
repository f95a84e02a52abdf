package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.Holdings;
import dev.thaw.cloud.cloudformation.Stack.Unfinished;
import dev.thaw.cloud.cloudformation.StackResource.Policies;
import dev.thaw.cloud.cloudformation.template.ResourceDeclaration.Deletion;
import dev.thaw.cloud.cloudformation.template.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives the resources of a stack the values back that they had before an update that failed.
final class PutBack {

  private final ResourceWork work;
  private final Journal journal;

  PutBack(ResourceWork work, Journal journal) {
    this.work = work;
    this.journal = journal;
  }

  /// @throws ResourceWork.Failed if a resource does not take its old values
  Stack run(Stack stack, Unfinished unfinished) throws ResourceWork.Failed {
    Stack now = stack;
    Definition target = unfinished.before().orElse(stack.definition());
    List<StackResource> obsolete = new ArrayList<>();
    for (StackResource current : List.copyOf(stack.resources().values()).reversed()) {
      StackResource before = unfinished.held().resources().get(current.logicalId());
      if (before == null || !before.physicalId().equals(current.physicalId())) {
        obsolete.add(doomed(current));
      }
      if (before != null) {
        now = one(now, current, before, target);
      }
    }
    return journal.silently(now, found -> restored(found, unfinished, obsolete));
  }

  /// What the update itself made goes, unless it should outlive even that.
  private static StackResource doomed(StackResource current) {
    Deletion deletion = current.policies().deletion();
    return current.under(new Policies(deletion, deletion));
  }

  private Stack one(Stack stack, StackResource current, StackResource before, Definition target)
      throws ResourceWork.Failed {
    if (!before.physicalId().equals(current.physicalId())) {
      return journal.resource(
          stack, before.in(ResourceStatus.UPDATE_COMPLETE, Optional.empty(), journal.now()));
    }
    boolean touched =
        current.status() != before.status()
            || current.updated() != before.updated()
            || !Values.same(current.properties(), before.properties());
    return touched ? work.update(stack, before, current.properties(), target) : stack;
  }

  /// Resources that the update had already let go are back too.
  private static Stack restored(Stack stack, Unfinished unfinished, List<StackResource> obsolete) {
    Holdings next = unfinished.held();
    for (StackResource resource : unfinished.held().resources().values()) {
      StackResource current = stack.resources().get(resource.logicalId());
      if (current != null) {
        next = next.with(current);
      }
    }
    Stack with = stack.with(next).with(unfinished.withObsolete(obsolete));
    return unfinished.before().map(with::with).orElse(with);
  }
}

package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.Holdings;
import dev.thaw.cloud.cloudformation.Stack.OnFailure;
import dev.thaw.cloud.cloudformation.Stack.Unfinished;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import dev.thaw.cloud.state.StateException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Works off the operation that a stack is in. The stack's status says what is to be done, so work
/// that was cut off goes on from wherever it was.
final class StackWork {

  private static final System.Logger LOG = System.getLogger(StackWork.class.getName());

  private final Rollout rollout;
  private final PutBack putBack;
  private final Removal removal;
  private final Journal journal;
  private final Exports exports;

  StackWork(Rollout rollout, PutBack putBack, Removal removal, Journal journal, Exports exports) {
    this.rollout = rollout;
    this.putBack = putBack;
    this.removal = removal;
    this.journal = journal;
    this.exports = exports;
  }

  /// Goes on until the stack rests.
  void run(Stack stack) {
    Stack now = stack;
    while (now.status().busy()) {
      try {
        now = step(now);
      } catch (StateException e) {
        throw e;
      } catch (RuntimeException e) {
        if (!(e instanceof TemplateException)) {
          LOG.log(System.Logger.Level.ERROR, "work on " + now.identity().arn(), e);
        }
        now = broken(now, ResourceWork.reason(e) + ". ");
      }
    }
  }

  /// Not even a fault of ours may leave a stack without an end.
  private Stack broken(Stack stack, String reason) {
    return switch (stack.status()) {
      case CREATE_IN_PROGRESS -> uncreated(stack, reason);
      case UPDATE_IN_PROGRESS -> unchanged(stack, reason);
      case ROLLBACK_IN_PROGRESS -> rest(stack, StackStatus.ROLLBACK_FAILED, Optional.of(reason));
      case DELETE_IN_PROGRESS -> rest(stack, StackStatus.DELETE_FAILED, Optional.of(reason));
      case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ->
          rest(stack, StackStatus.UPDATE_COMPLETE, Optional.of(reason));
      default -> rest(stack, StackStatus.UPDATE_ROLLBACK_FAILED, Optional.of(reason));
    };
  }

  private Stack step(Stack stack) {
    return switch (stack.status()) {
      case CREATE_IN_PROGRESS -> create(stack);
      case ROLLBACK_IN_PROGRESS -> rollback(stack);
      case UPDATE_IN_PROGRESS -> update(stack);
      case UPDATE_ROLLBACK_IN_PROGRESS -> takeBack(stack);
      case UPDATE_COMPLETE_CLEANUP_IN_PROGRESS -> cleanUp(stack, StackStatus.UPDATE_COMPLETE);
      case UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS ->
          cleanUp(stack, StackStatus.UPDATE_ROLLBACK_COMPLETE);
      case DELETE_IN_PROGRESS -> delete(stack);
      case REVIEW_IN_PROGRESS,
          CREATE_COMPLETE,
          CREATE_FAILED,
          ROLLBACK_COMPLETE,
          ROLLBACK_FAILED,
          UPDATE_COMPLETE,
          UPDATE_FAILED,
          UPDATE_ROLLBACK_COMPLETE,
          UPDATE_ROLLBACK_FAILED,
          DELETE_COMPLETE,
          DELETE_FAILED ->
          stack;
    };
  }

  private Stack create(Stack stack) {
    try {
      return rest(rollout.run(stack), StackStatus.CREATE_COMPLETE, Optional.empty());
    } catch (ResourceWork.Failed e) {
      return uncreated(e.stack(), failedTo("create", List.of(e.logicalId())));
    } catch (Rollout.Refused e) {
      return uncreated(stack, e.reason() + ". ");
    }
  }

  /// A stack that cannot be made goes the way that its owner chose.
  Stack uncreated(Stack stack, String reason) {
    return switch (stack.settings().onFailure()) {
      case ROLLBACK ->
          journal.stack(
              stack,
              StackStatus.ROLLBACK_IN_PROGRESS,
              Optional.of(reason + "Rollback requested by user."));
      case DELETE ->
          journal.stack(
              stack,
              StackStatus.DELETE_IN_PROGRESS,
              Optional.of(reason + "Delete requested by user."));
      case DO_NOTHING -> rest(stack, StackStatus.CREATE_FAILED, Optional.of(reason));
    };
  }

  /// Resources that were being made when thaw ended: by its own name each can be found, by another
  /// it may never have been ours, and only can be told of.
  Stack interrupted(Stack stack) {
    Stack now = stack;
    for (StackResource resource : stack.resources().values()) {
      if (making(stack, resource)) {
        String reason =
            "thaw ended while this was being made; %s may be left over"
                .formatted(
                    resource.physicalId().isEmpty() ? resource.type() : resource.physicalId());
        now =
            journal.resource(
                now,
                resource
                    .ownedOnly()
                    .in(ResourceStatus.CREATE_FAILED, Optional.of(reason), journal.now()));
      }
    }
    return now;
  }

  private static boolean making(Stack stack, StackResource resource) {
    return switch (resource.status()) {
      case CREATE_IN_PROGRESS -> true;
      // In the place of another
      case UPDATE_IN_PROGRESS ->
          stack
              .unfinished()
              .map(rest -> rest.held().resources().get(resource.logicalId()))
              .filter(before -> before.physicalId().equals(resource.physicalId()))
              .isEmpty();
      case CREATE_COMPLETE,
          CREATE_FAILED,
          UPDATE_COMPLETE,
          UPDATE_FAILED,
          DELETE_IN_PROGRESS,
          DELETE_COMPLETE,
          DELETE_FAILED,
          DELETE_SKIPPED ->
          false;
    };
  }

  private Stack rollback(Stack stack) {
    boolean except = stack.unfinished().map(Unfinished::retainExceptOnCreate).orElse(false);
    Removal.Outcome outcome = removal.all(stack, Set.of(), true, except);
    return outcome.failed().isEmpty()
        ? journal.stack(
            outcome.stack(),
            StackStatus.ROLLBACK_COMPLETE,
            Optional.empty(),
            found -> withoutOutputs(found).finished())
        : rest(
            outcome.stack(),
            StackStatus.ROLLBACK_FAILED,
            Optional.of(failedTo("delete", outcome.failed())));
  }

  private static Stack withoutOutputs(Stack stack) {
    return stack.with(new Holdings(stack.resources(), List.of(), List.of()));
  }

  private Stack update(Stack stack) {
    try {
      return journal.stack(
          rollout.run(stack), StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS, Optional.empty());
    } catch (ResourceWork.Failed e) {
      return unchanged(e.stack(), failedTo("update", List.of(e.logicalId())));
    } catch (Rollout.Refused e) {
      return unchanged(stack, e.reason());
    }
  }

  Stack unchanged(Stack stack, String reason) {
    return stack.settings().onFailure() == OnFailure.DO_NOTHING
        ? rest(stack, StackStatus.UPDATE_FAILED, Optional.of(reason))
        : journal.stack(stack, StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, Optional.of(reason));
  }

  private Stack takeBack(Stack stack) {
    Unfinished unfinished =
        stack
            .unfinished()
            .orElseThrow(() -> new IllegalStateException("nothing to put back: " + stack));
    try {
      return journal.stack(
          putBack.run(stack, unfinished),
          StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
          Optional.empty());
    } catch (ResourceWork.Failed e) {
      return journal.stack(
          e.stack(),
          StackStatus.UPDATE_ROLLBACK_FAILED,
          Optional.of(failedTo("update", List.of(e.logicalId()))));
    }
  }

  private Stack cleanUp(Stack stack, StackStatus end) {
    boolean creation = end == StackStatus.UPDATE_ROLLBACK_COMPLETE;
    return rest(removal.obsolete(stack, creation), end, Optional.empty());
  }

  private Stack delete(Stack stack) {
    Optional<String> hindrance = exports.hindrance(stack, List.of());
    if (hindrance.isPresent()) {
      return rest(stack, StackStatus.DELETE_FAILED, hindrance);
    }
    Set<String> spared =
        stack.unfinished().map(rest -> Set.copyOf(rest.retained())).orElse(Set.of());
    boolean creation = stack.unfinished().map(rest -> rest.before().isEmpty()).orElse(false);
    Stack cleaned = removal.obsolete(stack, false);
    Removal.Outcome outcome = removal.all(cleaned, spared, creation, false);
    if (!outcome.failed().isEmpty()) {
      return rest(
          outcome.stack(),
          StackStatus.DELETE_FAILED,
          Optional.of(failedTo("delete", outcome.failed())));
    }
    return journal.stack(
        outcome.stack(),
        StackStatus.DELETE_COMPLETE,
        Optional.empty(),
        found ->
            withoutOutputs(found)
                .finished()
                .with(
                    new Stack.State(
                        StackStatus.DELETE_COMPLETE,
                        Optional.empty(),
                        found.state().created(),
                        found.state().updated(),
                        journal.now())));
  }

  private Stack rest(Stack stack, StackStatus end, Optional<String> reason) {
    return journal.stack(stack, end, reason, Stack::finished);
  }

  private static String failedTo(String verb, List<String> logicalIds) {
    return "The following resource(s) failed to " + verb + ": " + logicalIds + ". ";
  }
}

package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.Holdings;
import dev.thaw.cloud.cloudformation.Stack.OnFailure;
import dev.thaw.cloud.cloudformation.Stack.Settings;
import dev.thaw.cloud.cloudformation.Stack.State;
import dev.thaw.cloud.cloudformation.Stack.Unfinished;
import dev.thaw.cloud.cloudformation.resource.ResourceTypes;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Makes, changes and deletes stacks.
final class StackOperations {

  private final StackStore stacks;
  private final Definitions definitions;
  private final Journal journal;
  private final Engine engine;
  private final ResourceTypes types;
  private final Exports exports;

  StackOperations(
      StackStore stacks,
      Definitions definitions,
      Journal journal,
      Engine engine,
      ResourceTypes types,
      Exports exports) {
    this.stacks = stacks;
    this.definitions = definitions;
    this.journal = journal;
    this.engine = engine;
    this.types = types;
    this.exports = exports;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateStack", this::create,
        "UpdateStack", this::update,
        "DeleteStack", this::delete,
        "ContinueUpdateRollback", this::continueRollback,
        "UpdateTerminationProtection", this::protect);
  }

  private Answer create(Call call) {
    Document input = call.input();
    String name = input.text("StackName");
    Optional<Stack> existing = stacks.find(call.scope(), name);
    Optional<String> token = input.optionalText("ClientRequestToken");
    if (existing.isPresent()) {
      if (token.isPresent() && token.equals(existing.get().settings().token())) {
        return Answer.of(Map.of("StackId", existing.get().identity().arn()));
      }
      throw StackErrors.exists(name);
    }
    Definition definition = definitions.read(input, call.scope(), Optional.empty());
    if (input.has("DisableRollback") && input.has("OnFailure")) {
      throw StackErrors.invalid("You cannot specify both DisableRollback and OnFailure.");
    }
    Settings settings =
        new Settings(
            input.flag("EnableTerminationProtection"),
            onFailure(input, "OnFailure"),
            input.optionalNumber("TimeoutInMinutes"),
            Optional.empty(),
            token);
    Stack stack =
        fresh(identity(call, name), definition, StackStatus.CREATE_IN_PROGRESS, settings)
            .with(Unfinished.creation(input.flag("RetainExceptOnCreate")));
    if (!stacks.add(stack, List.of(initiated(stack)))) {
      throw StackErrors.exists(name);
    }
    engine.begin(stack);
    return Answer.of(Map.of("StackId", stack.identity().arn()));
  }

  /// @param member that names the choice beside `DisableRollback`
  static OnFailure onFailure(Document input, String member) {
    if (input.flag("DisableRollback")) {
      return OnFailure.DO_NOTHING;
    }
    return input.optionalText(member).map(OnFailure::valueOf).orElse(OnFailure.ROLLBACK);
  }

  static StackIdentity identity(Call call, String name) {
    if (!name.matches("[a-zA-Z][-a-zA-Z0-9]{0,127}")) {
      throw StackErrors.invalid(
          "1 validation error detected: Value '"
              + name
              + "' at 'stackName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
    }
    return new StackIdentity(
        call.scope().region(), call.scope().account(), name, UUID.randomUUID().toString());
  }

  Stack fresh(
      StackIdentity identity, Definition definition, StackStatus status, Settings settings) {
    return new Stack(
        identity,
        definition,
        new State(status, Optional.of("User Initiated"), journal.now(), 0, 0),
        settings,
        Holdings.NONE,
        Optional.empty());
  }

  StackEvent initiated(Stack stack) {
    return journal.event(
        stack.identity(), stack.status(), Optional.of("User Initiated"), stack.settings().token());
  }

  private Answer update(Call call) {
    Document input = call.input();
    Stack stack = required(call);
    Optional<String> token = input.optionalText("ClientRequestToken");
    if (token.isPresent() && token.equals(stack.settings().token())) {
      return Answer.of(Map.of("StackId", stack.identity().arn()));
    }
    requireUpdatable(stack);
    Definition next = definitions.read(input, call.scope(), Optional.of(stack.definition()));
    if (planned(stack, next).empty()) {
      throw StackErrors.noUpdates();
    }
    Stack begun =
        begun(
            stack,
            next,
            stack.settings().begun(onFailure(input, "OnFailure"), Optional.empty(), token));
    stacks.outdateChangeSets(stack.identity());
    engine.begin(begun);
    return Answer.of(Map.of("StackId", stack.identity().arn()));
  }

  static void requireUpdatable(Stack stack) {
    if (!stack.status().updatable()) {
      throw StackErrors.busy(stack);
    }
  }

  Plan planned(Stack stack, Definition next) {
    try {
      return Plan.of(stack, next, types, exports);
    } catch (TemplateException e) {
      throw StackErrors.invalid(String.valueOf(e.getMessage()));
    }
  }

  /// Writes down that an update begins, unless another has come first.
  Stack begun(Stack stack, Definition next, Settings settings) {
    return stacks.change(
        stack.identity(),
        found -> {
          requireUpdatable(found);
          State state =
              new State(
                  StackStatus.UPDATE_IN_PROGRESS,
                  Optional.of("User Initiated"),
                  found.state().created(),
                  journal.now(),
                  0);
          return found
              .with(
                  new Unfinished(
                      Optional.of(found.definition()),
                      found.holdings(),
                      List.of(),
                      List.of(),
                      false))
              .with(next)
              .with(settings)
              .with(state);
        },
        List.of(
            journal.event(
                stack.identity(),
                StackStatus.UPDATE_IN_PROGRESS,
                Optional.of("User Initiated"),
                settings.token())));
  }

  private Answer delete(Call call) {
    Document input = call.input();
    String name = input.text("StackName");
    Optional<Stack> found = stacks.find(call.scope(), name);
    if (found.isEmpty()
        || found.get().status() == StackStatus.DELETE_COMPLETE
        || found.get().status() == StackStatus.DELETE_IN_PROGRESS) {
      return Answer.empty();
    }
    Stack stack = found.get();
    if (stack.settings().protection()) {
      throw StackErrors.invalid(
          "Stack [%s] cannot be deleted while TerminationProtection is enabled"
              .formatted(stack.identity().name()));
    }
    exports
        .hindrance(stack, List.of())
        .ifPresent(reason -> {
          throw StackErrors.invalid(reason);
        });
    List<String> retained = input.texts("RetainResources");
    if (!retained.isEmpty() && stack.status() != StackStatus.DELETE_FAILED) {
      throw StackErrors.invalid(
          "Invalid operation on stack [%s]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state."
              .formatted(stack.identity().arn()));
    }
    engine.begin(deleting(stack, retained, input.optionalText("ClientRequestToken")));
    return Answer.empty();
  }

  private Stack deleting(Stack stack, List<String> retained, Optional<String> token) {
    return stacks.change(
        stack.identity(),
        current -> {
          if (current.status().busy()) {
            throw StackErrors.invalid(
                "Stack [%s] cannot be deleted while in status %s"
                    .formatted(current.identity().arn(), current.status()));
          }
          List<StackResource> obsolete =
              current.unfinished().map(Unfinished::obsolete).orElse(List.of());
          return current
              .with(
                  new Unfinished(
                      Optional.of(current.definition()), Holdings.NONE, obsolete, retained, false))
              .with(
                  current.settings().begun(current.settings().onFailure(), Optional.empty(), token))
              .with(
                  current
                      .state()
                      .in(StackStatus.DELETE_IN_PROGRESS, Optional.of("User Initiated")));
        },
        List.of(
            journal.event(
                stack.identity(),
                StackStatus.DELETE_IN_PROGRESS,
                Optional.of("User Initiated"),
                token)));
  }

  /// Tries once more to put the old values back.
  private Answer continueRollback(Call call) {
    if (!call.input().texts("ResourcesToSkip").isEmpty()) {
      throw new ApiException(
          501, "NotImplemented", "thaw does not emulate ResourcesToSkip of CloudFormation");
    }
    Stack stack = required(call);
    Optional<String> token = call.input().optionalText("ClientRequestToken");
    Optional<String> reason = Optional.of("User Initiated");
    engine.begin(
        stacks.change(
            stack.identity(),
            found -> {
              if (found.status() != StackStatus.UPDATE_ROLLBACK_FAILED
                  || found.unfinished().isEmpty()) {
                throw StackErrors.invalid(
                    "Stack:%s is in %s state and can not continue its rollback."
                        .formatted(found.identity().arn(), found.status()));
              }
              return found.with(found.state().in(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, reason));
            },
            List.of(
                journal.event(
                    stack.identity(), StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, reason, token))));
    return Answer.empty();
  }

  private Answer protect(Call call) {
    Stack stack = required(call);
    boolean wanted = call.input().flag("EnableTerminationProtection");
    journal.silently(stack, found -> found.with(found.settings().protectedBy(wanted)));
    return Answer.of(Map.of("StackId", stack.identity().arn()));
  }

  private Stack required(Call call) {
    String name = call.input().text("StackName");
    return stacks
        .find(call.scope(), name)
        .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
        .orElseThrow(() -> StackErrors.missingBrief(name));
  }
}

package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.OnFailure;
import dev.thaw.cloud.cloudformation.Stack.Settings;
import dev.thaw.cloud.cloudformation.Stack.State;
import dev.thaw.cloud.cloudformation.Stack.Unfinished;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Plans changes, shows them and does them.
final class ChangeSetOperations {

  private static final String NO_CHANGES =
      "The submitted information didn't contain changes. Submit different information to create a"
          + " change set.";

  private final StackStore stacks;
  private final StackOperations operations;
  private final Definitions definitions;
  private final Journal journal;
  private final Engine engine;

  ChangeSetOperations(
      StackStore stacks,
      StackOperations operations,
      Definitions definitions,
      Journal journal,
      Engine engine) {
    this.stacks = stacks;
    this.operations = operations;
    this.definitions = definitions;
    this.journal = journal;
    this.engine = engine;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateChangeSet", this::create,
        "DescribeChangeSet", this::describe,
        "ExecuteChangeSet", this::execute,
        "DeleteChangeSet", this::delete,
        "ListChangeSets", this::list);
  }

  private Answer create(Call call) {
    Document input = call.input();
    String name = input.text("ChangeSetName");
    String stackName = input.text("StackName");
    boolean creates = input.optionalText("ChangeSetType").filter("CREATE"::equals).isPresent();
    if (input.optionalText("ChangeSetType").filter("IMPORT"::equals).isPresent()) {
      throw new ApiException(
          501, "NotImplemented", "thaw does not emulate change sets of the type IMPORT");
    }
    Optional<Stack> existing =
        stacks
            .find(call.scope(), stackName)
            .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE);
    existing.ifPresent(stack -> checkName(stack, name));
    requireFitting(existing, stackName, name, creates);
    Definition next =
        definitions.read(
            input,
            call.scope(),
            existing.map(Stack::definition).filter(definition -> !definition.body().isEmpty()));
    Stack stack = existing.orElseGet(() -> reviewed(call, stackName));
    ChangeSet set =
        new ChangeSet(
            stack.identity(),
            name,
            UUID.randomUUID().toString(),
            next,
            ChangeSet.Condition.READY,
            journal.now(),
            input.optionalText("Description"),
            List.of(),
            creates,
            StackOperations.onFailure(input, "OnStackFailure"));
    ChangeSet planned = planned(stack, set);
    stacks.put(planned);
    return Answer.of(Map.of("Id", planned.arn(), "StackId", stack.identity().arn()));
  }

  private void checkName(Stack stack, String name) {
    if (stacks.changeSets(stack.identity()).stream().anyMatch(set -> set.name().equals(name))) {
      throw new ApiException(
          400,
          "AlreadyExistsException",
          "ChangeSet [" + name + "] already exists for stack " + stack.identity().arn());
    }
  }

  private static void requireFitting(
      Optional<Stack> existing, String stackName, String name, boolean creates) {
    if (existing.isEmpty()) {
      if (!creates) {
        throw StackErrors.missingBrief(stackName);
      }
      return;
    }
    boolean review = existing.get().status() == StackStatus.REVIEW_IN_PROGRESS;
    if (creates && !review) {
      throw StackErrors.invalid(
          "Stack [%s] already exists and cannot be created again with the changeSet [%s]."
              .formatted(stackName, name));
    }
    if (!creates) {
      StackOperations.requireUpdatable(existing.get());
    }
  }

  /// A stack that waits for the first of its change sets to be done.
  private Stack reviewed(Call call, String name) {
    Definition none =
        new Definition("", Map.of(), Map.of(), Map.of(), List.of(), List.of(), Optional.empty());
    Settings settings =
        new Settings(
            false, OnFailure.ROLLBACK, Optional.empty(), Optional.empty(), Optional.empty());
    Stack stack =
        operations.fresh(
            StackOperations.identity(call, name), none, StackStatus.REVIEW_IN_PROGRESS, settings);
    if (!stacks.add(stack, List.of(operations.initiated(stack)))) {
      throw StackErrors.exists(name);
    }
    return stack;
  }

  private ChangeSet planned(Stack stack, ChangeSet set) {
    Plan plan;
    try {
      plan = operations.planned(stack, set.definition());
    } catch (ApiException e) {
      return set.in(ChangeSet.Condition.failed(e.error().message()));
    }
    ChangeSet with = set.with(plan.changes().stream().map(Plan.Change::shown).toList());
    if (plan.empty() && !set.create()) {
      return with.in(ChangeSet.Condition.failed(NO_CHANGES));
    }
    return plan.unknownType()
        .map(type ->
            with.in(
                ChangeSet.Condition.failed(
                    "Template format error: Unrecognized resource types: ["
                        + type
                        + "] (thaw does not emulate it)")))
        .orElse(with);
  }

  private ChangeSet required(Call call) {
    return ChangeSets.require(
        stacks, call.scope(), call.input().text("ChangeSetName"), stackName(call));
  }

  /// Empty if none is given.
  private String stackName(Call call) {
    String stack = call.input().optionalText("StackName").orElse("");
    if (!stack.isEmpty() && stacks.find(call.scope(), stack).isEmpty()) {
      throw StackErrors.missingBrief(stack);
    }
    return stack;
  }

  private Answer describe(Call call) {
    ChangeSet set = required(call);
    Map<String, Object> output = summary(set);
    output.putAll(Page.of("Changes", set.changes(), call.input()));
    output.put("Parameters", Parameters.shown(set.definition(), set.definition().template()));
    output.put("Tags", Parameters.tags(set.definition()));
    output.put("Capabilities", set.definition().capabilities());
    output.put("NotificationARNs", set.definition().notificationArns());
    output.put("RollbackConfiguration", Map.of());
    return Answer.of(output);
  }

  private static Map<String, Object> summary(ChangeSet set) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("ChangeSetName", set.name());
    output.put("ChangeSetId", set.arn());
    output.put("StackId", set.stack().arn());
    output.put("StackName", set.stack().name());
    output.put("CreationTime", Instant.ofEpochMilli(set.created()));
    output.put("ExecutionStatus", set.condition().execution());
    output.put("Status", set.condition().status());
    set.condition().reason().ifPresent(text -> output.put("StatusReason", text));
    set.description().ifPresent(text -> output.put("Description", text));
    output.put("IncludeNestedStacks", false);
    return output;
  }

  private Answer list(Call call) {
    String name = call.input().text("StackName");
    Stack stack = stacks.find(call.scope(), name).orElseThrow(() -> StackErrors.missing(name));
    return Answer.of(
        Page.of(
            "Summaries",
            stacks.changeSets(stack.identity()).stream().map(ChangeSetOperations::summary).toList(),
            call.input()));
  }

  private Answer execute(Call call) {
    ChangeSet set = required(call);
    if (!set.condition().execution().equals("AVAILABLE")) {
      throw StackErrors.changeSetStatus(
          "ChangeSet [%s] cannot be executed in its current status of [%s]"
              .formatted(set.arn(), set.condition().status()));
    }
    Stack stack = stacks.find(call.scope(), set.stack().arn()).orElseThrow();
    Optional<String> token = call.input().optionalText("ClientRequestToken");
    OnFailure failing =
        call.input().flag("DisableRollback") ? OnFailure.DO_NOTHING : set.onFailure();
    Settings settings = stack.settings().begun(failing, Optional.of(set.arn()), token);
    boolean except = call.input().flag("RetainExceptOnCreate");
    Stack begun =
        set.create()
            ? creating(stack, set, settings, except)
            : operations.begun(stack, set.definition(), settings);
    stacks.leaveOnly(
        set.in(new ChangeSet.Condition("CREATE_COMPLETE", Optional.empty(), "EXECUTE_COMPLETE")));
    engine.begin(begun);
    return Answer.empty();
  }

  private Stack creating(Stack stack, ChangeSet set, Settings settings, boolean except) {
    return stacks.change(
        stack.identity(),
        found -> {
          if (found.status() != StackStatus.REVIEW_IN_PROGRESS) {
            throw StackErrors.busy(found);
          }
          State state = found.state();
          return found
              .with(set.definition())
              .with(settings)
              .with(Unfinished.creation(except))
              .with(state.in(StackStatus.CREATE_IN_PROGRESS, Optional.of("User Initiated")));
        },
        List.of(
            journal.event(
                stack.identity(),
                StackStatus.CREATE_IN_PROGRESS,
                Optional.of("User Initiated"),
                settings.token())));
  }

  /// Succeeds when there is none, as on AWS.
  private Answer delete(Call call) {
    ChangeSets.find(stacks, call.scope(), call.input().text("ChangeSetName"), stackName(call))
        .ifPresent(stacks::remove);
    return Answer.empty();
  }
}

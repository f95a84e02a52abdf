package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.Holdings;
import dev.thaw.cloud.cloudformation.Stack.Unfinished;
import dev.thaw.cloud.cloudformation.StackResource.Policies;
import dev.thaw.cloud.cloudformation.resource.ResourceType;
import dev.thaw.cloud.cloudformation.resource.ResourceTypes;
import dev.thaw.cloud.cloudformation.template.Dependencies;
import dev.thaw.cloud.cloudformation.template.Evaluation;
import dev.thaw.cloud.cloudformation.template.ResourceDeclaration;
import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a stack's resources what its definition says: all of them for a new stack, the difference
/// for one that is updated.
final class Rollout {

  private final ResourceTypes types;
  private final ResourceWork work;
  private final Journal journal;
  private final Exports exports;

  Rollout(ResourceTypes types, ResourceWork work, Journal journal, Exports exports) {
    this.types = types;
    this.work = work;
    this.journal = journal;
    this.exports = exports;
  }

  /// The outputs cannot be had.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Refused(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  Stack run(Stack stack) throws ResourceWork.Failed, Refused {
    Template template = stack.definition().template();
    HeldResources held = held(stack);
    Set<String> present = evaluation(template, stack, held).present();
    Dependencies dependencies = Dependencies.of(template, present);
    requireKnownTypes(stack, template, present);
    Stack now = stack;
    for (String logicalId : dependencies.order()) {
      List<String> needs = List.copyOf(dependencies.needs().getOrDefault(logicalId, Set.of()));
      now = one(now, template, logicalId, needs);
    }
    return finish(now, template, present);
  }

  private HeldResources held(Stack stack) {
    return new HeldResources(stack.identity(), stack.resources(), exports);
  }

  private static Evaluation evaluation(Template template, Stack stack, HeldResources held) {
    Definition definition = stack.definition();
    return new Evaluation(
        template,
        definition.values(template),
        stack.identity().pseudo(definition.notificationArns()),
        held);
  }

  /// Before anything is made: it would only be taken back.
  private void requireKnownTypes(Stack stack, Template template, Set<String> present)
      throws ResourceWork.Failed {
    for (String logicalId : present) {
      String type = declared(template, logicalId).type();
      if (types.find(type).isEmpty()) {
        throw work.failed(
            stack,
            fresh(declared(template, logicalId), logicalId, Map.of(), List.of()),
            ResourceStatus.CREATE_FAILED,
            unknown(type));
      }
    }
  }

  private String unknown(String type) {
    try {
      return types.require(type).name();
    } catch (RuntimeException e) {
      return ResourceWork.reason(e);
    }
  }

  private static ResourceDeclaration declared(Template template, String logicalId) {
    ResourceDeclaration declared = template.resources().get(logicalId);
    if (declared == null) {
      throw new IllegalStateException(logicalId + ": absent (expected: in the template)");
    }
    return declared;
  }

  private StackResource fresh(
      ResourceDeclaration declared,
      String logicalId,
      Map<String, Object> properties,
      List<String> needs) {
    return new StackResource(
        logicalId,
        declared.type(),
        "",
        work.suffix(),
        ResourceStatus.CREATE_IN_PROGRESS,
        Optional.empty(),
        journal.now(),
        properties,
        Map.of(),
        new Policies(declared.deletion(), declared.replacement()),
        needs,
        declared.metadata());
  }

  private Stack one(Stack stack, Template template, String logicalId, List<String> needs)
      throws ResourceWork.Failed {
    ResourceDeclaration declared = declared(template, logicalId);
    StackResource existing = stack.resources().get(logicalId);
    Map<String, Object> properties;
    try {
      properties = evaluation(template, stack, held(stack)).object(declared.properties());
    } catch (TemplateException e) {
      throw existing == null
          ? work.failed(
              stack,
              fresh(declared, logicalId, Map.of(), needs),
              ResourceStatus.CREATE_FAILED,
              ResourceWork.reason(e))
          : work.failed(stack, existing, ResourceStatus.UPDATE_FAILED, ResourceWork.reason(e));
    }
    StackResource fresh = fresh(declared, logicalId, properties, needs);
    if (existing == null || existing.physicalId().isEmpty() || existing.status().gone()) {
      return work.create(stack, fresh);
    }
    return changed(stack, existing, fresh);
  }

  private Stack changed(Stack stack, StackResource existing, StackResource fresh)
      throws ResourceWork.Failed {
    ResourceType type = types.require(fresh.type());
    Diff diff = Diff.of(type, existing.properties(), fresh.properties());
    boolean retagged = type.tagged() && !before(stack).tags().equals(stack.definition().tags());
    return switch (diff.action()) {
      case REPLACEMENT -> replaced(stack, existing, fresh);
      case IN_PLACE ->
          work.update(stack, inPlace(existing, fresh), existing.properties(), stack.definition());
      case NONE ->
          retagged || existing.status().failed()
              ? work.update(
                  stack, inPlace(existing, fresh), existing.properties(), stack.definition())
              : journal.silently(
                  stack, found -> found.with(found.holdings().with(inPlace(existing, fresh))));
    };
  }

  private static Definition before(Stack stack) {
    return stack.unfinished().flatMap(Unfinished::before).orElse(stack.definition());
  }

  private static StackResource inPlace(StackResource existing, StackResource fresh) {
    return new StackResource(
        existing.logicalId(),
        existing.type(),
        existing.physicalId(),
        existing.suffix(),
        existing.status(),
        existing.reason(),
        existing.updated(),
        fresh.properties(),
        existing.attributes(),
        fresh.policies(),
        fresh.needs(),
        fresh.metadata());
  }

  /// The old one stays until nothing can fail any more.
  private Stack replaced(Stack stack, StackResource existing, StackResource fresh)
      throws ResourceWork.Failed {
    Optional<String> reason =
        Optional.of(
            "Requested update requires the creation of a new physical resource; hence creating one.");
    Stack kept =
        journal.silently(
            stack,
            found -> found.with(withObsolete(found, existing.policies().replacement(), existing)));
    return work.create(kept, fresh.in(ResourceStatus.UPDATE_IN_PROGRESS, reason, journal.now()));
  }

  private static Unfinished withObsolete(
      Stack stack, ResourceDeclaration.Deletion policy, StackResource resource) {
    Unfinished unfinished =
        stack.unfinished().orElseThrow(() -> new IllegalStateException("no operation under way"));
    List<StackResource> obsolete = new ArrayList<>(unfinished.obsolete());
    obsolete.add(resource.under(new Policies(policy, policy)));
    return unfinished.withObsolete(obsolete);
  }

  private Stack finish(Stack stack, Template template, Set<String> present) throws Refused {
    HeldResources held = held(stack);
    List<Output> outputs;
    try {
      outputs = Outputs.of(template, evaluation(template, stack, held));
      // Those of the properties count as imports too
      Evaluation all = evaluation(template, stack, held);
      present.forEach(logicalId -> all.object(declared(template, logicalId).properties()));
    } catch (TemplateException e) {
      throw new Refused(ResourceWork.reason(e));
    }
    Optional<String> hindrance = exports.hindrance(stack, outputs);
    if (hindrance.isPresent()) {
      throw new Refused(hindrance.get());
    }
    return journal.silently(stack, found -> settled(found, present, outputs, held.imports()));
  }

  private static Stack settled(
      Stack stack, Set<String> present, List<Output> outputs, List<String> imports) {
    Stack next = stack.with(new Holdings(stack.resources(), outputs, imports));
    for (StackResource resource : stack.resources().values()) {
      if (!present.contains(resource.logicalId())) {
        if (!resource.status().gone() && !resource.physicalId().isEmpty()) {
          next = next.with(withObsolete(next, resource.policies().deletion(), resource));
        }
        next = next.with(next.holdings().without(resource.logicalId()));
      }
    }
    return next;
  }
}

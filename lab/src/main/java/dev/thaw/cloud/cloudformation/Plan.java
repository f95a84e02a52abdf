package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.resource.ResourceType;
import dev.thaw.cloud.cloudformation.resource.ResourceTypes;
import dev.thaw.cloud.cloudformation.template.Dependencies;
import dev.thaw.cloud.cloudformation.template.Evaluation;
import dev.thaw.cloud.cloudformation.template.ResourceDeclaration;
import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import dev.thaw.cloud.cloudformation.template.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a definition would change about a stack, found without doing it: ids of resources that are
/// still to be made are not known.
final class Plan {

  private static final String UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}";

  private final Stack stack;
  private final Definition next;
  private final ResourceTypes types;
  private final Template template;
  private final Set<String> unknown = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean outputsChanged;

  private Plan(Stack stack, Definition next, ResourceTypes types) {
    this.stack = stack;
    this.next = next;
    this.types = types;
    this.template = next.template();
  }

  /// @param action `Add`, `Modify` or `Remove`
  /// @param replacement `True`, `False` or `Conditional`; empty where nothing is modified
  record Change(
      String action,
      String logicalId,
      String physicalId,
      String type,
      String replacement,
      Set<String> properties,
      Set<String> recreating) {

    Map<String, Object> shown() {
      Map<String, Object> change = new LinkedHashMap<>();
      change.put("Action", action);
      change.put("LogicalResourceId", logicalId);
      if (!physicalId.isEmpty()) {
        change.put("PhysicalResourceId", physicalId);
      }
      change.put("ResourceType", type);
      if (!replacement.isEmpty()) {
        change.put("Replacement", replacement);
      }
      change.put("Scope", properties.isEmpty() ? List.of() : List.of("Properties"));
      change.put("Details", properties.stream().map(this::detail).toList());
      return Map.of("Type", "Resource", "ResourceChange", change);
    }

    private Map<String, Object> detail(String property) {
      String recreates = recreating.contains(property) ? "Always" : "Never";
      return Map.of(
          "Target",
          Map.of("Attribute", "Properties", "Name", property, "RequiresRecreation", recreates),
          "Evaluation",
          "Static",
          "ChangeSource",
          "DirectModification");
    }
  }

  /// @throws TemplateException if the functions cannot be done
  static Plan of(Stack stack, Definition next, ResourceTypes types, Exports exports) {
    Plan plan = new Plan(stack, next, types);
    plan.make(exports);
    return plan;
  }

  List<Change> changes() {
    return changes;
  }

  boolean empty() {
    return changes.isEmpty()
        && !outputsChanged
        && next.tags().equals(stack.definition().tags())
        && next.notificationArns().equals(stack.definition().notificationArns())
        && next.roleArn().equals(stack.definition().roleArn());
  }

  /// Types that thaw does not know, of resources that would be there.
  Optional<String> unknownType() {
    return changes.stream()
        .filter(change -> !change.action().equals("Remove"))
        .map(Change::type)
        .filter(type -> types.find(type).isEmpty())
        .findFirst();
  }

  private void make(Exports exports) {
    HeldResources held = new Guess(exports);
    Evaluation evaluation =
        new Evaluation(
            template,
            next.values(template),
            stack.identity().pseudo(next.notificationArns()),
            held);
    Set<String> present = evaluation.present();
    for (String logicalId : Dependencies.of(template, present).order()) {
      ResourceDeclaration declared = template.resources().get(logicalId);
      if (declared != null) {
        one(logicalId, declared, evaluation);
      }
    }
    stack
        .resources()
        .values()
        .forEach(resource -> {
          if (!present.contains(resource.logicalId()) && !resource.status().gone()) {
            changes.add(change("Remove", resource, "", Set.of(), Set.of()));
          }
        });
    outputsChanged = !Outputs.of(template, evaluation).equals(stack.holdings().outputs());
  }

  private void one(String logicalId, ResourceDeclaration declared, Evaluation evaluation) {
    StackResource existing = stack.resources().get(logicalId);
    if (existing == null || existing.status().gone() || existing.physicalId().isEmpty()) {
      unknown.add(logicalId);
      changes.add(new Change("Add", logicalId, "", declared.type(), "", Set.of(), Set.of()));
      return;
    }
    if (!existing.type().equals(declared.type())) {
      throw new TemplateException(
          "Update of resource type is not permitted. The new template modifies resource type of the"
              + " following resources: ["
              + logicalId
              + "]");
    }
    Optional<ResourceType> type = types.find(declared.type());
    if (type.isEmpty()) {
      changes.add(change("Modify", existing, "Conditional", Set.of(), Set.of()));
      return;
    }
    compare(existing, declared, type.get(), evaluation);
  }

  private void compare(
      StackResource existing,
      ResourceDeclaration declared,
      ResourceType type,
      Evaluation evaluation) {
    Map<String, Object> properties;
    try {
      properties = evaluation.object(declared.properties());
    } catch (TemplateException _) {
      // A function over what is not known yet
      changes.add(change("Modify", existing, "Conditional", Set.of(), Set.of()));
      return;
    }
    Diff diff = Diff.of(type, existing.properties(), properties);
    boolean otherwise =
        existing.status().failed()
            || !Values.same(existing.metadata().orElse(null), declared.metadata().orElse(null))
            || existing.policies().deletion() != declared.deletion()
            || existing.policies().replacement() != declared.replacement()
            || (type.tagged() && !next.tags().equals(stack.definition().tags()));
    switch (diff.action()) {
      case REPLACEMENT -> {
        unknown.add(existing.logicalId());
        changes.add(change("Modify", existing, "True", diff.properties(), type.replacing()));
      }
      case IN_PLACE ->
          changes.add(change("Modify", existing, "False", diff.properties(), Set.of()));
      case NONE -> {
        if (otherwise) {
          changes.add(change("Modify", existing, "False", Set.of(), Set.of()));
        }
      }
    }
  }

  private static Change change(
      String action,
      StackResource resource,
      String replacement,
      Set<String> properties,
      Set<String> recreating) {
    return new Change(
        action,
        resource.logicalId(),
        resource.physicalId(),
        resource.type(),
        replacement,
        properties,
        recreating);
  }

  /// The resources as they are; those that are still to be made are unknown.
  private final class Guess extends HeldResources {

    Guess(Exports exports) {
      super(stack.identity(), stack.resources(), exports);
    }

    @Override
    public String physicalId(String logicalId) {
      return unknown.contains(logicalId) ? UNKNOWN : super.physicalId(logicalId);
    }

    @Override
    public Object attribute(String logicalId, String name) {
      return unknown.contains(logicalId) ? UNKNOWN : super.attribute(logicalId, name);
    }
  }
}

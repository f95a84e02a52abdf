package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.Dependencies;
import dev.thaw.cloud.cloudformation.template.ResourceDeclaration.Deletion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Deletes resources that a stack no longer wants, each before those that it needs.
final class Removal {

  private final ResourceWork work;
  private final Journal journal;

  Removal(ResourceWork work, Journal journal) {
    this.work = work;
    this.journal = journal;
  }

  /// @param failed logical ids of what could not be deleted
  record Outcome(Stack stack, List<String> failed) {}

  /// Deletes all resources of a stack, which keeps them as deleted ones.
  ///
  /// @param spared logical ids that are left alone whatever their policy says
  /// @param creation whether they are only there because of the operation that failed
  Outcome all(Stack stack, Set<String> spared, boolean creation, boolean exceptOnCreate) {
    Stack now = stack;
    List<String> failed = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (String logicalId : order(stack.resources())) {
      StackResource resource = stack.resources().get(logicalId);
      if (resource == null || resource.status().gone()) {
        continue;
      }
      if (kept.contains(logicalId)) {
        kept.addAll(resource.needs());
        continue;
      }
      boolean retained =
          spared.contains(logicalId)
              || retained(resource.policies().deletion(), creation, exceptOnCreate);
      if (retained && !resource.physicalId().isEmpty()) {
        now = journal.resource(now, in(resource, ResourceStatus.DELETE_SKIPPED, Optional.empty()));
        continue;
      }
      now =
          journal.resource(now, in(resource, ResourceStatus.DELETE_IN_PROGRESS, Optional.empty()));
      Optional<String> flaw = work.delete(now, resource);
      if (flaw.isPresent()) {
        failed.add(logicalId);
        kept.addAll(resource.needs());
      }
      ResourceStatus end =
          flaw.isPresent() ? ResourceStatus.DELETE_FAILED : ResourceStatus.DELETE_COMPLETE;
      now = journal.resource(now, in(resource, end, flaw));
    }
    return new Outcome(now, failed);
  }

  private static boolean retained(Deletion policy, boolean creation, boolean exceptOnCreate) {
    return switch (policy) {
      case DELETE -> false;
      case RETAIN -> !(creation && exceptOnCreate);
      case RETAIN_EXCEPT_ON_CREATE -> !creation;
    };
  }

  /// Deletes what an update or its rollback has left over; a failure is told, and forgotten.
  Stack obsolete(Stack stack, boolean creation) {
    Stack now = stack;
    List<StackResource> left =
        new ArrayList<>(stack.unfinished().map(Stack.Unfinished::obsolete).orElse(List.of()));
    Map<String, StackResource> byId = new LinkedHashMap<>();
    left.forEach(resource -> byId.put(resource.logicalId(), resource));
    List<String> order = order(byId);
    left.sort(Comparator.comparingInt(resource -> order.indexOf(resource.logicalId())));
    while (!left.isEmpty()) {
      StackResource resource = left.removeFirst();
      List<StackResource> rest = List.copyOf(left);
      if (retained(resource.policies().deletion(), creation, false)) {
        now = told(now, resource, ResourceStatus.DELETE_SKIPPED, Optional.empty(), rest);
        continue;
      }
      now = journal.told(now, deleting(resource), found -> found);
      Optional<String> flaw = work.delete(now, resource);
      now =
          told(
              now,
              resource,
              flaw.isPresent() ? ResourceStatus.DELETE_FAILED : ResourceStatus.DELETE_COMPLETE,
              flaw,
              rest);
    }
    return now;
  }

  private StackResource deleting(StackResource resource) {
    return in(resource, ResourceStatus.DELETE_IN_PROGRESS, Optional.empty());
  }

  private Stack told(
      Stack stack,
      StackResource resource,
      ResourceStatus status,
      Optional<String> reason,
      List<StackResource> rest) {
    return journal.told(
        stack,
        in(resource, status, reason),
        found ->
            found
                .unfinished()
                .map(unfinished -> found.with(unfinished.withObsolete(rest)))
                .orElse(found));
  }

  private StackResource in(StackResource resource, ResourceStatus status, Optional<String> reason) {
    return resource.in(status, reason, journal.now());
  }

  private static List<String> order(Map<String, StackResource> resources) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    resources.forEach((name, resource) -> {
      Set<String> present = new LinkedHashSet<>(resource.needs());
      present.retainAll(resources.keySet());
      needs.put(name, present);
    });
    return new Dependencies(needs).order().reversed();
  }
}

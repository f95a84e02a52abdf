package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A rule and its targets.
final class EventsRule implements ResourceType {

  @Override
  public String name() {
    return "AWS::Events::Rule";
  }

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.of(id(resource));
  }

  private static String id(Resource resource) {
    return resource.optionalText("Name").orElseGet(() -> resource.generatedName(64));
  }

  @Override
  public Made create(Resource resource) {
    String id = id(resource);
    Map<String, Object> input = rule(resource, id);
    if (!resource.tags().isEmpty()) {
      input.put("Tags", resource.tagList());
    }
    String arn = resource.call("events", "PutRule", input).text("RuleArn");
    resource.further(id, () -> put(resource, id));
    return new Made(id, Map.of("Arn", arn));
  }

  private static Map<String, Object> rule(Resource resource, String id) {
    Map<String, Object> input = resource.without("Targets", "Tags");
    input.put("Name", id);
    return input;
  }

  private static void put(Resource resource, String id) {
    List<Object> targets = resource.list("Targets");
    if (!targets.isEmpty()) {
      Map<String, Object> input = of(resource, "Rule", id);
      input.put("Targets", targets);
      Document done = resource.call("events", "PutTargets", input);
      if (done.optionalNumber("FailedEntryCount").orElse(0L) > 0) {
        throw new ResourceFailure("PutTargets failed: " + done.documents("FailedEntries"));
      }
    }
  }

  private static Map<String, Object> of(Resource resource, String member, String id) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put(member, id);
    resource.optionalText("EventBusName").ifPresent(bus -> input.put("EventBusName", bus));
    return input;
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    String arn = resource.call("events", "PutRule", rule(resource, physicalId)).text("RuleArn");
    List<Object> kept = ids(resource.list("Targets"));
    List<Object> gone =
        ids(Resource.list(before, "Targets")).stream().filter(id -> !kept.contains(id)).toList();
    remove(resource, physicalId, gone);
    put(resource, physicalId);
    resource.retag("events", "Resource", Map.of("ResourceARN", arn), resource.tagList(), before);
    return Map.of("Arn", arn);
  }

  private static List<Object> ids(List<?> targets) {
    List<Object> ids = new ArrayList<>();
    targets.forEach(target -> ids.add(Resource.object("Targets", target).getOrDefault("Id", "")));
    return ids;
  }

  private static void remove(Resource resource, String id, List<Object> targets) {
    if (!targets.isEmpty()) {
      Map<String, Object> input = of(resource, "Rule", id);
      input.put("Ids", targets);
      resource.callIfThere("events", "RemoveTargets", input);
    }
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    remove(resource, physicalId, ids(resource.list("Targets")));
    resource.callIfThere("events", "DeleteRule", of(resource, "Name", physicalId));
  }

  @Override
  public Set<String> replacing() {
    return Set.of("Name", "EventBusName");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}

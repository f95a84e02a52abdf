package dev.thaw.console;

import dev.thaw.timeline.Link;
import dev.thaw.timeline.Phase;
import dev.thaw.timeline.Snapshot;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A timeline as JSON, as `/_thaw/timelines/ID` answers it; `docs/reference/timeline-json.md`
/// describes it.
public final class TimelineJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TimelineJson() {}

  public static byte[] of(Snapshot snapshot) {
    ObjectNode root = JSON.createObjectNode();
    root.put("kind", lower(snapshot.kind()));
    root.put("id", snapshot.id());
    root.put("started_us", snapshot.started() / 1_000);
    root.put("sealed", snapshot.sealed());
    attributes(root.putObject("attributes"), snapshot.attributes());
    ArrayNode phases = root.putArray("phases");
    for (Phase phase : snapshot.phases()) {
      ObjectNode node = phases.addObject();
      node.put("id", phase.id());
      if (phase.parent() == Phase.NONE) {
        node.putNull("parent");
      } else {
        node.put("parent", phase.parent());
      }
      node.put("name", phase.name());
      node.put("origin", lower(phase.origin()));
      node.put("start_us", phase.start() / 1_000);
      if (phase.end().isPresent()) {
        node.put("end_us", phase.end().getAsLong() / 1_000);
      } else {
        node.putNull("end_us");
      }
      attributes(node.putObject("attributes"), phase.attributes());
    }
    ArrayNode links = root.putArray("links");
    for (Link link : snapshot.links()) {
      links
          .addObject()
          .put("relation", lower(link.relation()))
          .put("kind", lower(link.kind()))
          .put("id", link.id());
    }
    return JSON.writeValueAsBytes(root);
  }

  private static void attributes(ObjectNode node, Map<String, Object> attributes) {
    attributes.keySet().stream()
        .sorted()
        .forEach(key -> {
          switch (attributes.get(key)) {
            case Boolean flag -> node.put(key, flag);
            case Integer number -> node.put(key, number);
            case Long number -> node.put(key, number);
            case Double number -> node.put(key, number);
            case null, default -> node.put(key, String.valueOf(attributes.get(key)));
          }
        });
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

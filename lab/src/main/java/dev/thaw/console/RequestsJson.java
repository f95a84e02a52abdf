package dev.thaw.console;

import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Snapshot;
import dev.thaw.timeline.Timeline;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The newest requests, one line each, as `/_thaw/requests` answers them: what a deploy tool asked
/// for, how it was answered, and how long it was inside thaw.
///
/// `{"requests":[{"id","started_us","inside_us","operation","error"}]}`, oldest first; `operation`
/// is `SERVICE:OPERATION` or absent where none was found, `error` is AWS's code or absent.
public final class RequestsJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RequestsJson() {}

  /// @param newest the newest first
  /// @param since microseconds since the epoch; what began earlier is left out
  public static byte[] of(List<Timeline> newest, long since) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode requests = root.putArray("requests");
    newest.reversed().stream()
        .filter(timeline -> timeline.kind() == Kind.REQUEST)
        .filter(timeline -> timeline.startedAt() / 1_000 >= since)
        .map(Timeline::snapshot)
        .forEach(snapshot -> write(requests.addObject(), snapshot));
    return JSON.writeValueAsBytes(root);
  }

  private static void write(ObjectNode node, Snapshot snapshot) {
    node.put("id", snapshot.id());
    node.put("started_us", snapshot.started() / 1_000);
    node.put("inside_us", (answered(snapshot) - snapshot.started()) / 1_000);
    for (String attribute : List.of("operation", "error")) {
      if (snapshot.attributes().get(attribute) instanceof String text) {
        node.put(attribute, text);
      }
    }
  }

  /// What is done after the answer is not the caller's time.
  private static long answered(Snapshot snapshot) {
    return snapshot
        .phase("send")
        .map(send -> send.end().orElse(snapshot.taken()))
        .orElseGet(() ->
            snapshot.phases().stream()
                .mapToLong(phase -> phase.end().orElse(phase.start()))
                .max()
                .orElse(snapshot.started()));
  }
}

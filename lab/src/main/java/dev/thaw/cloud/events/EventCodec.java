package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Rules and buses as JSON in the store.
final class EventCodec {

  private EventCodec() {}

  static byte[] write(Rule rule) {
    Rule.Definition definition = rule.definition();
    Map<String, Object> document = new LinkedHashMap<>();
    definition.schedule().ifPresent(schedule -> document.put("schedule", schedule.text()));
    definition.pattern().ifPresent(pattern -> document.put("pattern", pattern.text()));
    document.put("state", definition.state());
    definition.description().ifPresent(text -> document.put("description", text));
    definition.role().ifPresent(role -> document.put("role", role));
    document.put("tags", rule.tags());
    document.put("targets", rule.targets().values().stream().map(RuleTarget::members).toList());
    document.put("start", rule.start().toString());
    document.put("activeSince", rule.activeSince().toString());
    return Json.write(document);
  }

  static Rule rule(String id, byte[] json) {
    Document document = new Document(Json.readObject(json));
    SortedMap<String, RuleTarget> targets = new TreeMap<>();
    document
        .documents("targets")
        .forEach(target -> targets.put(target.text("Id"), RuleTarget.of(target)));
    return new Rule(
        RuleKey.ofId(id),
        new Rule.Definition(
            document.optionalText("schedule").map(EventCodec::schedule),
            document.optionalText("pattern").map(EventCodec::pattern),
            document.text("state"),
            document.optionalText("description"),
            document.optionalText("role")),
        document.textMap("tags"),
        targets,
        Instant.parse(document.text("start")),
        Instant.parse(document.text("activeSince")));
  }

  static Written<ScheduleExpression> schedule(String text) {
    return new Written<>(text, ScheduleExpression.parse(text));
  }

  static Written<EventPattern> pattern(String text) {
    return new Written<>(text, EventPattern.parse(text));
  }

  static byte[] write(Bus bus) {
    Map<String, Object> document = new LinkedHashMap<>();
    bus.description().ifPresent(text -> document.put("description", text));
    document.put("policy", bus.policy());
    document.put("tags", bus.tags());
    document.put("created", bus.created().toString());
    document.put("modified", bus.modified().toString());
    return Json.write(document);
  }

  static Bus bus(String id, byte[] json) {
    Document document = new Document(Json.readObject(json));
    Map<String, Map<String, Object>> policy = new LinkedHashMap<>();
    Document statements = document.document("policy");
    statements.names().forEach(sid -> policy.put(sid, statements.document(sid).members()));
    return new Bus(
        BusKey.ofId(id),
        document.optionalText("description"),
        policy,
        document.textMap("tags"),
        Instant.parse(document.text("created")),
        Instant.parse(document.text("modified")));
  }
}

package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// The policies of buses: kept and shown.
final class BusPermissionOperations {

  private final EventStore store;
  private final Clock clock;

  BusPermissionOperations(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("PutPermission", this::put, "RemovePermission", this::remove);
  }

  private Answer put(Call call) {
    Document input = call.input();
    BusKey key = BusKey.of(input.optionalText("EventBusName"), call.scope());
    Map<String, Map<String, Object>> added =
        input.has("Policy")
            ? policy(input.text("Policy"))
            : Map.of(sid(input), statement(key, input));
    store.update(
        key,
        bus -> {
          Map<String, Map<String, Object>> next =
              new LinkedHashMap<>(input.has("Policy") ? Map.of() : bus.policy());
          next.putAll(added);
          return bus.withPolicy(next, now());
        });
    return Answer.empty();
  }

  private static String sid(Document input) {
    for (String name : List.of("Action", "Principal", "StatementId")) {
      if (!input.has(name)) {
        throw EventErrors.invalid("Parameter " + name + " must be specified.");
      }
    }
    return input.text("StatementId");
  }

  private static Map<String, Object> statement(BusKey bus, Document input) {
    String principal = input.text("Principal");
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", input.text("StatementId"));
    statement.put("Effect", "Allow");
    statement.put(
        "Principal",
        principal.equals("*") ? "*" : Map.of("AWS", "arn:aws:iam::" + principal + ":root"));
    statement.put("Action", input.text("Action"));
    statement.put("Resource", bus.arn());
    input
        .optionalDocument("Condition")
        .ifPresent(condition ->
            statement.put(
                "Condition",
                Map.of(
                    condition.text("Type"),
                    Map.of(condition.text("Key"), condition.text("Value")))));
    return statement;
  }

  /// Statements by their ids; those without one get their place as one.
  private static Map<String, Map<String, Object>> policy(String json) {
    Document policy;
    try {
      policy = new Document(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw EventErrors.invalid("Parameter Policy is not valid. Reason: " + e.getMessage());
    }
    if (!(policy.members().get("Statement") instanceof List<?> list)
        || !list.stream().allMatch(Map.class::isInstance)) {
      throw EventErrors.invalid(
          "Parameter Policy is not valid. Reason: Statement (expected: a list of statements)");
    }
    Map<String, Map<String, Object>> statements = new LinkedHashMap<>();
    for (Document statement : policy.documents("Statement")) {
      String sid =
          statement.members().get("Sid") instanceof String named
              ? named
              : "statement-" + statements.size();
      statements.put(sid, statement.members());
    }
    return statements;
  }

  private Answer remove(Call call) {
    Document input = call.input();
    BusKey key = BusKey.of(input.optionalText("EventBusName"), call.scope());
    store.update(
        key,
        bus -> {
          if (bus.policy().isEmpty()) {
            throw EventErrors.missing("EventBus does not have a policy.");
          }
          Map<String, Map<String, Object>> next = new LinkedHashMap<>(bus.policy());
          if (input.flag("RemoveAllPermissions")) {
            next.clear();
          } else if (next.remove(input.optionalText("StatementId").orElse("")) == null) {
            throw EventErrors.missing("Statement with the provided id does not exist.");
          }
          return bus.withPolicy(next, now());
        });
    return Answer.empty();
  }

  private Instant now() {
    return EventTimes.instant(clock.now());
  }
}

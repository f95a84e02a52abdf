package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.OnFailure;
import dev.thaw.cloud.cloudformation.template.Pseudo;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an update or a creation would do.
///
/// @param changes as AWS shows them
/// @param create whether it makes the stack
record ChangeSet(
    StackIdentity stack,
    String name,
    String uuid,
    Definition definition,
    Condition condition,
    long created,
    Optional<String> description,
    List<Map<String, Object>> changes,
    boolean create,
    OnFailure onFailure) {

  /// @param status in AWS's words
  /// @param execution whether it can be executed, in AWS's words
  record Condition(String status, Optional<String> reason, String execution) {

    static final Condition READY = new Condition("CREATE_COMPLETE", Optional.empty(), "AVAILABLE");

    static Condition failed(String reason) {
      return new Condition("FAILED", Optional.of(reason), "UNAVAILABLE");
    }
  }

  String arn() {
    return "arn:%s:cloudformation:%s:%s:changeSet/%s/%s"
        .formatted(Pseudo.partition(stack.region()), stack.region(), stack.account(), name, uuid);
  }

  String key() {
    return stack.key() + "/" + name;
  }

  ChangeSet with(List<Map<String, Object>> planned) {
    return new ChangeSet(
        stack, name, uuid, definition, condition, created, description, planned, create, onFailure);
  }

  ChangeSet in(Condition next) {
    return new ChangeSet(
        stack, name, uuid, definition, next, created, description, changes, create, onFailure);
  }

  byte[] written() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", name);
    document.put("uuid", uuid);
    document.put("definition", definition.written());
    document.put("status", condition.status());
    condition.reason().ifPresent(text -> document.put("reason", text));
    document.put("execution", condition.execution());
    document.put("created", created);
    description.ifPresent(text -> document.put("description", text));
    document.put("changes", changes);
    document.put("create", create);
    document.put("onFailure", onFailure.name());
    return Json.write(document);
  }

  static ChangeSet read(StackIdentity stack, byte[] json) {
    Document document = new Document(Json.readObject(json));
    return new ChangeSet(
        stack,
        document.text("name"),
        document.text("uuid"),
        Definition.read(document.document("definition")),
        new Condition(
            document.text("status"), document.optionalText("reason"), document.text("execution")),
        document.number("created"),
        document.optionalText("description"),
        document.documents("changes").stream().map(Document::members).toList(),
        document.flag("create"),
        OnFailure.valueOf(document.text("onFailure")));
  }
}

package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Something that happened to a stack or to one of its resources.
///
/// @param physicalId empty while it is not known
/// @param properties as JSON
record StackEvent(
    String id,
    String logicalId,
    String physicalId,
    String type,
    long at,
    String status,
    Optional<String> reason,
    Optional<String> properties,
    Optional<String> token) {

  Map<String, Object> shown(StackIdentity stack) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("StackId", stack.arn());
    shown.put("EventId", id);
    shown.put("StackName", stack.name());
    shown.put("LogicalResourceId", logicalId);
    shown.put("PhysicalResourceId", physicalId);
    shown.put("ResourceType", type);
    shown.put("Timestamp", Instant.ofEpochMilli(at));
    shown.put("ResourceStatus", status);
    reason.ifPresent(text -> shown.put("ResourceStatusReason", text));
    properties.ifPresent(text -> shown.put("ResourceProperties", text));
    token.ifPresent(text -> shown.put("ClientRequestToken", text));
    return shown;
  }

  byte[] written() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id);
    document.put("logicalId", logicalId);
    document.put("physicalId", physicalId);
    document.put("type", type);
    document.put("at", at);
    document.put("status", status);
    reason.ifPresent(text -> document.put("reason", text));
    properties.ifPresent(text -> document.put("properties", text));
    token.ifPresent(text -> document.put("token", text));
    return Json.write(document);
  }

  static StackEvent read(byte[] json) {
    Document document = new Document(Json.readObject(json));
    return new StackEvent(
        document.text("id"),
        document.text("logicalId"),
        document.text("physicalId"),
        document.text("type"),
        document.number("at"),
        document.text("status"),
        document.optionalText("reason"),
        document.optionalText("properties"),
        document.optionalText("token"));
  }
}

package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.ResourceDeclaration.Deletion;
import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A resource of a stack.
///
/// @param physicalId empty until it is known
/// @param suffix random part of the names that it gets
/// @param properties with all functions done, as last wanted
/// @param needs logical ids of resources that must outlive it
record StackResource(
    String logicalId,
    String type,
    String physicalId,
    String suffix,
    ResourceStatus status,
    Optional<String> reason,
    long updated,
    Map<String, Object> properties,
    Map<String, Object> attributes,
    Policies policies,
    List<String> needs,
    Optional<Object> metadata) {

  /// What becomes of the physical resource when it leaves the stack, or another one takes its
  /// place.
  record Policies(Deletion deletion, Deletion replacement) {}

  StackResource in(ResourceStatus next, Optional<String> why, long now) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        suffix,
        next,
        why,
        now,
        properties,
        attributes,
        policies,
        needs,
        metadata);
  }

  StackResource made(String id, Map<String, Object> known) {
    return new StackResource(
        logicalId,
        type,
        id,
        suffix,
        status,
        reason,
        updated,
        properties,
        known,
        policies,
        needs,
        metadata);
  }

  StackResource under(Policies others) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        suffix,
        status,
        reason,
        updated,
        properties,
        attributes,
        others,
        needs,
        metadata);
  }

  /// Without a physical id that may be another's: only a name with the random part in it can be
  /// nobody's but ours while it is not known to be made.
  StackResource ownedOnly() {
    String known = physicalId.toUpperCase(Locale.ROOT);
    return known.contains(suffix) ? this : made("", attributes);
  }

  Map<String, Object> written() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("logicalId", logicalId);
    document.put("type", type);
    document.put("physicalId", physicalId);
    document.put("suffix", suffix);
    document.put("status", status.name());
    reason.ifPresent(text -> document.put("reason", text));
    document.put("updated", updated);
    document.put("properties", properties);
    document.put("attributes", attributes);
    document.put("deletion", policies.deletion().toString());
    document.put("replacement", policies.replacement().toString());
    document.put("needs", needs);
    metadata.ifPresent(value -> document.put("metadata", value));
    return document;
  }

  static StackResource read(Document document) {
    return new StackResource(
        document.text("logicalId"),
        document.text("type"),
        document.text("physicalId"),
        document.text("suffix"),
        ResourceStatus.valueOf(document.text("status")),
        document.optionalText("reason"),
        document.number("updated"),
        document.document("properties").members(),
        document.document("attributes").members(),
        new Policies(
            Deletion.parse("DeletionPolicy", document.text("deletion")),
            Deletion.parse("UpdateReplacePolicy", document.text("replacement"))),
        document.texts("needs"),
        document.optional("metadata", Object.class));
  }
}

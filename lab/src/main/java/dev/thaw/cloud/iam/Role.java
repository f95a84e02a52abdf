package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A role.
///
/// @param trust the document that says who may take it
/// @param boundary ARN of a policy
/// @param inline documents by the names of its own policies
/// @param attached ARNs of managed policies
record Role(
    Entity entity,
    String trust,
    Optional<String> description,
    long maxSession,
    Optional<String> boundary,
    Map<String, String> tags,
    Map<String, String> inline,
    List<String> attached) {

  static final String SERVICE_PATH = "/aws-service-role/";

  Role {
    inline = new TreeMap<>(inline);
    attached = List.copyOf(attached);
  }

  String name() {
    return entity.name();
  }

  String arn() {
    return entity.arn("role");
  }

  /// Made by AWS for one of its services, which alone may change it.
  boolean serviceLinked() {
    return entity.path().startsWith(SERVICE_PATH);
  }

  Role withTrust(String next) {
    return new Role(entity, next, description, maxSession, boundary, tags, inline, attached);
  }

  Role withSettings(Optional<String> words, long session) {
    return new Role(entity, trust, words, session, boundary, tags, inline, attached);
  }

  Role withBoundary(Optional<String> next) {
    return new Role(entity, trust, description, maxSession, next, tags, inline, attached);
  }

  Role withTags(Map<String, String> next) {
    return new Role(entity, trust, description, maxSession, boundary, next, inline, attached);
  }

  Role withInline(Map<String, String> next) {
    return new Role(entity, trust, description, maxSession, boundary, tags, next, attached);
  }

  Role withAttached(List<String> next) {
    return new Role(entity, trust, description, maxSession, boundary, tags, inline, next);
  }

  /// As lists show it.
  Map<String, Object> listed() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Path", entity.path());
    shown.put("RoleName", entity.name());
    shown.put("RoleId", entity.id());
    shown.put("Arn", arn());
    shown.put("CreateDate", entity.created());
    shown.put("AssumeRolePolicyDocument", PolicyDocument.encoded(trust));
    description.ifPresent(words -> shown.put("Description", words));
    shown.put("MaxSessionDuration", maxSession);
    return shown;
  }

  /// With what only its own answers tell.
  Map<String, Object> shown() {
    Map<String, Object> shown = listed();
    boundary.ifPresent(arn ->
        shown.put(
            "PermissionsBoundary",
            Map.of("PermissionsBoundaryType", "Policy", "PermissionsBoundaryArn", arn)));
    if (!tags.isEmpty()) {
      shown.put("Tags", Tags.shown(tags));
    }
    return shown;
  }

  byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    entity.write(json);
    json.put("trust", trust);
    description.ifPresent(words -> json.put("description", words));
    json.put("maxSession", maxSession);
    boundary.ifPresent(arn -> json.put("boundary", arn));
    json.put("tags", tags);
    json.put("inline", inline);
    json.put("attached", attached);
    return Json.write(json);
  }

  static Role read(byte[] bytes) {
    Document json = new Document(Json.readObject(bytes));
    Map<String, String> tags = Tags.none();
    tags.putAll(json.textMap("tags"));
    return new Role(
        Entity.read(json),
        json.text("trust"),
        json.optionalText("description"),
        json.number("maxSession"),
        json.optionalText("boundary"),
        tags,
        json.textMap("inline"),
        json.texts("attached"));
  }
}

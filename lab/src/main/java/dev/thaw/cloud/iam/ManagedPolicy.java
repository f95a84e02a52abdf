package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy that stands by itself.
///
/// @param versions in the order in which they were made; the numbers of deleted ones never return
/// @param made number of the newest version there ever was
record ManagedPolicy(
    Entity entity,
    Optional<String> description,
    Instant updated,
    long standing,
    long made,
    List<Version> versions,
    Map<String, String> tags) {

  /// @param document absent where thaw does not know what AWS wrote
  record Version(long number, Optional<String> document, Instant created) {

    String id() {
      return "v" + number;
    }

    Map<String, Object> shown(long standing) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("VersionId", id());
      shown.put("IsDefaultVersion", number == standing);
      shown.put("CreateDate", created);
      return shown;
    }
  }

  ManagedPolicy {
    versions = List.copyOf(versions);
  }

  static ManagedPolicy of(Entity entity, Optional<String> description, Optional<String> document) {
    return new ManagedPolicy(
        entity,
        description,
        entity.created(),
        1,
        1,
        List.of(new Version(1, document, entity.created())),
        Tags.none());
  }

  String arn() {
    return entity.arn("policy");
  }

  Optional<Version> version(String id) {
    return versions.stream().filter(version -> version.id().equals(id)).findFirst();
  }

  ManagedPolicy withVersion(String document, boolean stands, Instant now) {
    List<Version> more = new ArrayList<>(versions);
    more.add(new Version(made + 1, Optional.of(document), now));
    return new ManagedPolicy(
        entity, description, now, stands ? made + 1 : standing, made + 1, more, tags);
  }

  ManagedPolicy without(Version version) {
    List<Version> left = new ArrayList<>(versions);
    left.remove(version);
    return new ManagedPolicy(entity, description, updated, standing, made, left, tags);
  }

  ManagedPolicy standing(Version version, Instant now) {
    return new ManagedPolicy(entity, description, now, version.number(), made, versions, tags);
  }

  ManagedPolicy withTags(Map<String, String> next) {
    return new ManagedPolicy(entity, description, updated, standing, made, versions, next);
  }

  /// As lists show it.
  Map<String, Object> listed(Usage usage) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("PolicyName", entity.name());
    shown.put("PolicyId", entity.id());
    shown.put("Arn", arn());
    shown.put("Path", entity.path());
    shown.put("DefaultVersionId", "v" + standing);
    shown.put("AttachmentCount", usage.attached(arn()));
    shown.put("PermissionsBoundaryUsageCount", usage.bounding(arn()));
    shown.put("IsAttachable", true);
    shown.put("CreateDate", entity.created());
    shown.put("UpdateDate", updated);
    return shown;
  }

  /// With what only its own answers tell.
  Map<String, Object> shown(Usage usage) {
    Map<String, Object> shown = listed(usage);
    description.ifPresent(words -> shown.put("Description", words));
    shown.put("Tags", Tags.shown(tags));
    return shown;
  }

  byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    entity.write(json);
    description.ifPresent(words -> json.put("description", words));
    json.put("updated", updated.toString());
    json.put("standing", standing);
    json.put("made", made);
    json.put(
        "versions",
        versions.stream()
            .map(version ->
                Map.of(
                    "number",
                    version.number(),
                    "document",
                    version.document().orElseThrow(),
                    "created",
                    version.created().toString()))
            .toList());
    json.put("tags", tags);
    return Json.write(json);
  }

  static ManagedPolicy read(byte[] bytes) {
    Document json = new Document(Json.readObject(bytes));
    Map<String, String> tags = Tags.none();
    tags.putAll(json.textMap("tags"));
    return new ManagedPolicy(
        Entity.read(json),
        json.optionalText("description"),
        Instant.parse(json.text("updated")),
        json.number("standing"),
        json.number("made"),
        json.documents("versions").stream()
            .map(version ->
                new Version(
                    version.number("number"),
                    version.optionalText("document"),
                    Instant.parse(version.text("created"))))
            .toList(),
        tags);
  }
}

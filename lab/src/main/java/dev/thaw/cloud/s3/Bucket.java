package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// One bucket.
///
/// @param id random: a bucket that is made again under its name is another
/// @param owner account
/// @param settings by the names of [Setting]; values as in the model
record Bucket(
    String id,
    String name,
    String owner,
    String region,
    Instant created,
    Versioning versioning,
    Map<String, Object> settings) {

  /// Whether writes make versions.
  enum Versioning {
    NEVER,
    ENABLED,
    SUSPENDED
  }

  Bucket {
    settings = Map.copyOf(settings);
  }

  Bucket with(Versioning other) {
    return new Bucket(id, name, owner, region, created, other, settings);
  }

  Bucket with(String setting, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new Bucket(id, name, owner, region, created, versioning, more);
  }

  Bucket without(String setting) {
    Map<String, Object> fewer = new LinkedHashMap<>(settings);
    fewer.remove(setting);
    return new Bucket(id, name, owner, region, created, versioning, fewer);
  }

  byte[] write() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", id);
    values.put("owner", owner);
    values.put("region", region);
    values.put("created", created);
    values.put("versioning", versioning.name());
    values.put("settings", settings);
    return Values.write(values);
  }

  static Bucket read(String name, byte[] json) {
    Document stored = new Document(Values.read(json));
    return new Bucket(
        stored.text("id"),
        name,
        stored.text("owner"),
        stored.text("region"),
        stored.optional("created", Instant.class).orElseThrow(),
        Versioning.valueOf(stored.text("versioning")),
        stored.document("settings").members());
  }
}

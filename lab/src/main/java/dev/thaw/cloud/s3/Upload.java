package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// An upload in parts that has begun.
///
/// @param id begins with its time, so that ids are in the order of their beginnings
/// @param algorithm of the checksums of all parts
/// @param named whether the client has chosen it
/// @param composite whether the object gets a checksum of checksums
record Upload(
    String id,
    String key,
    Instant initiated,
    Algorithm algorithm,
    boolean named,
    boolean composite,
    Properties properties,
    Map<String, String> tags) {

  String checksumType() {
    return composite ? "COMPOSITE" : "FULL_OBJECT";
  }

  byte[] write() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", id);
    values.put("key", key);
    values.put("initiated", initiated);
    values.put("algorithm", algorithm.name());
    values.put("named", named);
    values.put("composite", composite);
    values.put("properties", properties.values());
    values.put("metadata", properties.metadata());
    values.put("tags", tags);
    return Values.write(values);
  }

  static Upload read(byte[] json) {
    Document stored = new Document(Values.read(json));
    return new Upload(
        stored.text("id"),
        stored.text("key"),
        stored.optional("initiated", Instant.class).orElseThrow(),
        Algorithm.valueOf(stored.text("algorithm")),
        stored.flag("named"),
        stored.flag("composite"),
        new Properties(stored.document("properties").members(), stored.textMap("metadata")),
        stored.textMap("tags"));
  }
}

package dev.thaw.cloud.s3;

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
    Map<String, Object> values = Values.read(json);
    return new Upload(
        (String) values.get("id"),
        (String) values.get("key"),
        (Instant) values.get("initiated"),
        Algorithm.valueOf((String) values.get("algorithm")),
        (Boolean) values.get("named"),
        (Boolean) values.get("composite"),
        new Properties(
            Values.map(values, "properties"), Values.texts(Values.map(values, "metadata"))),
        Values.texts(Values.map(values, "tags")));
  }
}

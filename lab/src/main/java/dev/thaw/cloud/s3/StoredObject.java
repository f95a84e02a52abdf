package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A version of an object, or a delete marker.
///
/// @param version [#NULL] for one that was written while its bucket made no versions
/// @param sequence orders the versions of a key: the higher is the newer
/// @param modified in whole seconds, as HTTP tells it
/// @param etag without quotes
/// @param multipart whether it was uploaded in parts
/// @param properties what comes back as it was given, by the members of the model
record StoredObject(
    String key,
    String version,
    boolean marker,
    long sequence,
    Instant modified,
    String etag,
    boolean multipart,
    List<StoredPart> parts,
    Sums sums,
    Map<String, Object> properties,
    Map<String, String> metadata,
    Map<String, String> tags) {

  static final String NULL = "null";

  /// Not in its place yet: [#at] gives it one.
  static StoredObject draft(
      String key,
      Instant modified,
      String etag,
      boolean multipart,
      List<StoredPart> parts,
      Sums sums,
      Properties properties,
      Map<String, String> tags) {
    return new StoredObject(
        key,
        NULL,
        false,
        0,
        modified,
        etag,
        multipart,
        parts,
        sums,
        properties.values(),
        properties.metadata(),
        tags);
  }

  static StoredObject marker(String key, Instant modified) {
    return new StoredObject(
        key, NULL, true, 0, modified, "", false, List.of(), Sums.NONE, Map.of(), Map.of(),
        Map.of());
  }

  StoredObject at(String otherVersion, long otherSequence) {
    return new StoredObject(
        key,
        otherVersion,
        marker,
        otherSequence,
        modified,
        etag,
        multipart,
        parts,
        sums,
        properties,
        metadata,
        tags);
  }

  StoredObject withTags(Map<String, String> others) {
    return new StoredObject(
        key,
        version,
        marker,
        sequence,
        modified,
        etag,
        multipart,
        parts,
        sums,
        properties,
        metadata,
        others);
  }

  StoredObject withProperties(Map<String, Object> others) {
    return new StoredObject(
        key, version, marker, sequence, modified, etag, multipart, parts, sums, others, metadata,
        tags);
  }

  long size() {
    long size = 0;
    for (StoredPart part : parts) {
      size += part.piece().size();
    }
    return size;
  }

  List<Piece> pieces() {
    return parts.stream().map(StoredPart::piece).toList();
  }

  String quotedEtag() {
    return '"' + etag + '"';
  }

  byte[] write() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("version", version);
    values.put("sequence", sequence);
    values.put("modified", modified.toEpochMilli());
    if (marker) {
      values.put("marker", true);
      return Values.write(values);
    }
    values.put("etag", etag);
    values.put("multipart", multipart);
    values.put("parts", StoredPart.write(parts));
    values.put("sums", sums.write());
    values.put("composite", sums.composite());
    values.put("properties", properties);
    values.put("metadata", metadata);
    values.put("tags", tags);
    return Values.write(values);
  }

  static StoredObject read(String key, byte[] json) {
    Document stored = new Document(Values.read(json));
    String version = stored.text("version");
    long sequence = stored.number("sequence");
    Instant modified = Instant.ofEpochMilli(stored.number("modified"));
    if (stored.has("marker")) {
      return marker(key, modified).at(version, sequence);
    }
    return new StoredObject(
        key,
        version,
        false,
        sequence,
        modified,
        stored.text("etag"),
        stored.flag("multipart"),
        stored.documents("parts").stream().map(StoredPart::read).toList(),
        Sums.read(stored.document("sums").members(), stored.flag("composite")),
        stored.document("properties").members(),
        stored.textMap("metadata"),
        stored.textMap("tags"));
  }
}

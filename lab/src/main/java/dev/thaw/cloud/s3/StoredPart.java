package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One part of an upload, or of the object that became of it.
///
/// @param etag without quotes
record StoredPart(int number, Piece piece, String etag, Sums sums, Instant modified) {

  Map<String, Object> write() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("number", (long) number);
    values.put("id", piece.id());
    values.put("size", piece.size());
    values.put("etag", etag);
    values.put("sums", sums.write());
    values.put("modified", modified.toEpochMilli());
    return values;
  }

  static StoredPart read(Document stored) {
    return new StoredPart(
        Math.toIntExact(stored.number("number")),
        new Piece(stored.text("id"), stored.number("size")),
        stored.text("etag"),
        Sums.read(stored.document("sums").members(), false),
        Instant.ofEpochMilli(stored.number("modified")));
  }

  static List<Object> write(List<StoredPart> parts) {
    return List.copyOf(parts.stream().map(StoredPart::write).toList());
  }
}

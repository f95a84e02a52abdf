package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Uploads in parts, and the parts that have come.
final class Uploads {

  private final Store.Table uploads;
  private final Store.Table parts;

  Uploads(Store store) {
    uploads = store.table("s3.uploads");
    parts = store.table("s3.parts");
  }

  Optional<Upload> find(Bucket bucket, String key, String id) {
    return uploads.get(RowKey.key(bucket, key) + id).map(Upload::read);
  }

  /// @throws dev.thaw.cloud.protocol.ApiException `NoSuchUpload`
  Upload require(Bucket bucket, String key, String id) {
    return find(bucket, key, id).orElseThrow(() -> S3Errors.noUpload(id));
  }

  /// In the order of keys and beginnings.
  List<Upload> of(Bucket bucket, String prefix) {
    return uploads.startingWith(RowKey.prefix(bucket, prefix)).values().stream()
        .map(Upload::read)
        .toList();
  }

  /// In the order of their numbers.
  List<StoredPart> parts(Upload upload) {
    return parts.startingWith(upload.id() + '/').values().stream().map(Uploads::part).toList();
  }

  private static StoredPart part(byte[] json) {
    return StoredPart.read(new Document(Json.readObject(json)));
  }

  /// Only within a change of the store.
  void put(Bucket bucket, Upload upload) {
    uploads.put(RowKey.key(bucket, upload.key()) + upload.id(), upload.write());
  }

  /// Only within a change of the store.
  ///
  /// @return what the part replaces
  Optional<Piece> put(Upload upload, StoredPart part) {
    String row = row(upload, part.number());
    Optional<Piece> before = parts.get(row).map(json -> part(json).piece());
    parts.put(row, Json.write(part.write()));
    return before;
  }

  /// Removes an upload and the record of its parts. Only within a change of the store.
  void remove(Bucket bucket, Upload upload) {
    parts(upload).forEach(part -> parts.remove(row(upload, part.number())));
    uploads.remove(RowKey.key(bucket, upload.key()) + upload.id());
  }

  private static String row(Upload upload, int number) {
    return upload.id() + '/' + "%05d".formatted(number);
  }

  /// Removes all uploads of a bucket. Only within a change of the store.
  ///
  /// @return the pieces that are left
  List<Piece> removeAll(Bucket bucket) {
    List<Piece> left = new ArrayList<>();
    for (Upload upload : of(bucket, "")) {
      parts(upload).forEach(part -> left.add(part.piece()));
      remove(bucket, upload);
    }
    return left;
  }

  /// Takes the pieces in use out of a set of ids, and reads no more rows than that needs.
  void removeUsed(Set<String> ids) {
    parts.from(
        "",
        (row, json) -> {
          if (ids.isEmpty()) {
            return false;
          }
          ids.remove(part(json).piece().id());
          return true;
        });
  }
}

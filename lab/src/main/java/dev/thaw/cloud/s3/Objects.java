package dev.thaw.cloud.s3;

import dev.thaw.cloud.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The versions of all objects.
final class Objects {

  private final Store.Table table;

  Objects(Store store) {
    table = store.table("s3.objects");
  }

  /// The newest version or delete marker.
  Optional<StoredObject> latest(Bucket bucket, String key) {
    List<StoredObject> found = new ArrayList<>(1);
    String prefix = RowKey.key(bucket, key);
    table.from(
        prefix,
        (row, value) -> {
          if (row.startsWith(prefix)) {
            found.add(StoredObject.read(key, value));
          }
          return false;
        });
    return found.stream().findFirst();
  }

  Optional<StoredObject> version(Bucket bucket, String key, String version) {
    return versions(bucket, key).stream()
        .filter(object -> object.version().equals(version))
        .findFirst();
  }

  /// The newest first.
  List<StoredObject> versions(Bucket bucket, String key) {
    List<StoredObject> found = new ArrayList<>();
    String prefix = RowKey.key(bucket, key);
    table.from(
        prefix, (row, value) -> row.startsWith(prefix) && found.add(StoredObject.read(key, value)));
    return found;
  }

  /// The first version in a bucket at or after a place.
  ///
  /// @param from as [RowKey] makes it
  Optional<StoredObject> next(Bucket bucket, String from) {
    List<StoredObject> found = new ArrayList<>(1);
    String prefix = RowKey.prefix(bucket, "");
    table.from(
        from,
        (row, value) -> {
          if (row.startsWith(prefix)) {
            found.add(StoredObject.read(RowKey.objectKey(bucket, row), value));
          }
          return false;
        });
    return found.stream().findFirst();
  }

  boolean isEmpty(Bucket bucket) {
    return next(bucket, RowKey.prefix(bucket, "")).isEmpty();
  }

  /// Only within a change of the store.
  void put(Bucket bucket, StoredObject object) {
    table.put(RowKey.row(bucket, object), object.write());
  }

  /// Only within a change of the store.
  void remove(Bucket bucket, StoredObject object) {
    table.remove(RowKey.row(bucket, object));
  }

  /// Takes the pieces in use out of a set of ids, and reads no more rows than that needs.
  void removeUsed(Set<String> ids) {
    table.from(
        "",
        (row, value) -> {
          if (ids.isEmpty()) {
            return false;
          }
          StoredObject.read("", value).pieces().forEach(piece -> ids.remove(piece.id()));
          return true;
        });
  }
}

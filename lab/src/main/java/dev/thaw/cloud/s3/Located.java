package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A place where an object may be.
///
/// @param version the newest if absent
record Located(Bucket bucket, Objects objects, String key, Optional<String> version) {

  private static final Pattern VERSION = Pattern.compile("null|[A-Za-z0-9._]{32}");

  static Located of(Document input, Bucket bucket, Objects objects) {
    return new Located(bucket, objects, input.text("Key"), version(input));
  }

  static Optional<String> version(Document input) {
    Optional<String> version = input.optionalText("VersionId");
    version.ifPresent(Located::check);
    return version;
  }

  static void check(String version) {
    if (!VERSION.matcher(version).matches()) {
      throw S3Errors.argument(
          "versionId",
          version,
          version.isEmpty()
              ? "Version id cannot be the empty string"
              : "Invalid version id specified");
    }
  }

  private Optional<StoredObject> found() {
    return version.isPresent()
        ? objects.version(bucket, key, version.get())
        : objects.latest(bucket, key);
  }

  /// The object to read.
  ///
  /// @throws ApiException if there is none, or a delete marker
  StoredObject readable() {
    StoredObject object = found().orElseThrow(this::missing);
    if (object.marker()) {
      throw version.isPresent() ? S3Errors.notAllowed("GET") : S3Errors.noKey(key);
    }
    return object;
  }

  /// The object whose description is to change.
  StoredObject writable() {
    StoredObject object = found().orElseThrow(this::missing);
    if (object.marker()) {
      throw version.isPresent() ? S3Errors.notAllowed("PUT") : S3Errors.noKey(key);
    }
    return object;
  }

  private ApiException missing() {
    return version.isPresent() ? S3Errors.noVersion(key, version.get()) : S3Errors.noKey(key);
  }

  /// What answers say of the version, which is nothing where there were never any.
  Map<String, Object> versionMember(StoredObject object) {
    return versionMember(bucket, object);
  }

  static Map<String, Object> versionMember(Bucket bucket, StoredObject object) {
    return bucket.versioning() == Bucket.Versioning.NEVER
        ? Map.of()
        : Map.of("VersionId", object.version());
  }
}

package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.Optional;

/// Decides on conditional requests, as RFC 9110 orders them.
final class Conditions {

  /// What becomes of a read.
  enum Outcome {
    GO_ON,
    NOT_MODIFIED
  }

  private final Optional<String> match;
  private final Optional<String> noneMatch;
  private final Optional<Instant> modifiedSince;
  private final Optional<Instant> unmodifiedSince;

  private Conditions(
      Optional<String> match,
      Optional<String> noneMatch,
      Optional<Instant> modifiedSince,
      Optional<Instant> unmodifiedSince) {
    this.match = match;
    this.noneMatch = noneMatch;
    this.modifiedSince = modifiedSince;
    this.unmodifiedSince = unmodifiedSince;
  }

  static Conditions of(Document input) {
    return prefixed(input, "");
  }

  /// Those that a copy puts on its source.
  static Conditions ofSource(Document input) {
    return prefixed(input, "CopySource");
  }

  private static Conditions prefixed(Document input, String prefix) {
    return new Conditions(
        input.optionalText(prefix + "IfMatch"),
        input.optionalText(prefix + "IfNoneMatch"),
        input.optional(prefix + "IfModifiedSince", Instant.class),
        input.optional(prefix + "IfUnmodifiedSince", Instant.class));
  }

  /// @throws dev.thaw.cloud.protocol.ApiException `PreconditionFailed`
  Outcome onRead(StoredObject object) {
    if (match.isPresent() && !matches(match.get(), object)) {
      throw S3Errors.precondition("If-Match");
    }
    if (match.isEmpty() && unmodifiedSince.filter(object.modified()::isAfter).isPresent()) {
      throw S3Errors.precondition("If-Unmodified-Since");
    }
    if (noneMatch.isPresent()) {
      return matches(noneMatch.get(), object) ? Outcome.NOT_MODIFIED : Outcome.GO_ON;
    }
    boolean unmodified =
        modifiedSince.filter(since -> !object.modified().isAfter(since)).isPresent();
    return unmodified ? Outcome.NOT_MODIFIED : Outcome.GO_ON;
  }

  /// A copy has no cache to be told of: what is not modified fails, too.
  void onSource(StoredObject object) {
    if (onRead(object) == Outcome.NOT_MODIFIED) {
      throw S3Errors.precondition(
          noneMatch.isPresent()
              ? "x-amz-copy-source-If-None-Match"
              : "x-amz-copy-source-If-Modified-Since");
    }
  }

  /// @param existing what the write would replace; a delete marker is nothing
  void onWrite(String key, Optional<StoredObject> existing) {
    Optional<StoredObject> present = existing.filter(object -> !object.marker());
    if (noneMatch.isPresent()) {
      if (!noneMatch.get().trim().equals("*")) {
        throw S3Errors.notEmulated("writes with If-None-Match other than *, as AWS does not,");
      }
      if (present.isPresent()) {
        throw S3Errors.precondition("If-None-Match");
      }
    }
    if (match.isPresent()) {
      StoredObject object = present.orElseThrow(() -> S3Errors.noKey(key));
      if (!matches(match.get(), object)) {
        throw S3Errors.precondition("If-Match");
      }
    }
  }

  private static boolean matches(String tags, StoredObject object) {
    for (String tag : tags.split(",", -1)) {
      String bare = tag.trim().replaceFirst("^W/", "").replace("\"", "");
      if (bare.equals("*") || bare.equals(object.etag())) {
        return true;
      }
    }
    return false;
  }
}

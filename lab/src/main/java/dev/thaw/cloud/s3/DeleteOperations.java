package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Deleting objects, one or up to a thousand.
final class DeleteOperations {

  private static final int MOST = 1000;

  private final Buckets buckets;
  private final ObjectWriter writer;

  DeleteOperations(Buckets buckets, ObjectWriter writer) {
    this.buckets = buckets;
    this.writer = writer;
  }

  Map<String, Handler> handlers() {
    return Map.of("DeleteObject", this::delete, "DeleteObjects", this::deleteAll);
  }

  private Answer delete(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    Optional<String> version = Located.version(input);
    ObjectWriter.Check check =
        existing -> {
          if (input.has("IfMatch")) {
            Conditions.of(input).onWrite(input.text("Key"), existing);
          }
          check(
              existing,
              input.optional("IfMatchLastModifiedTime", Instant.class),
              input.optionalNumber("IfMatchSize"));
        };
    Optional<ObjectWriter.Written> written = delete(call, input.text("Key"), version, check);
    return Answer.of(shown(bucket, version, written));
  }

  private Optional<ObjectWriter.Written> delete(
      Call call, String key, Optional<String> version, ObjectWriter.Check check) {
    return version.isPresent()
        ? writer.deleteVersion(call, key, version.get(), check)
        : writer.delete(call, key, check);
  }

  private static void check(
      Optional<StoredObject> existing, Optional<Instant> modified, Optional<Long> size) {
    if (modified.isPresent()
        && existing.filter(object -> object.modified().equals(modified.get())).isEmpty()) {
      throw S3Errors.precondition("x-amz-if-match-last-modified-time");
    }
    if (size.isPresent() && existing.filter(object -> object.size() == size.get()).isEmpty()) {
      throw S3Errors.precondition("x-amz-if-match-size");
    }
  }

  private static Map<String, Object> shown(
      Bucket bucket, Optional<String> version, Optional<ObjectWriter.Written> written) {
    Map<String, Object> output = new LinkedHashMap<>();
    version.ifPresent(id -> output.put("VersionId", id));
    if (written.isPresent()) {
      output.putAll(Located.versionMember(bucket, written.get().object()));
      if (written.get().object().marker()) {
        output.put("DeleteMarker", true);
      }
    }
    return output;
  }

  private Answer deleteAll(Call call) {
    Document delete = call.input().document("Delete");
    List<Document> identifiers = delete.documents("Objects");
    if (identifiers.isEmpty() || identifiers.size() > MOST) {
      throw S3Errors.malformed();
    }
    Bucket bucket = buckets.require(call);
    List<Object> deleted = new ArrayList<>();
    List<Object> errors = new ArrayList<>();
    for (Outcome outcome : outcomes(call, bucket, identifiers)) {
      switch (outcome) {
        case Outcome.Deleted(Map<String, Object> shown) -> deleted.add(shown);
        case Outcome.Failed(Map<String, Object> error) -> errors.add(error);
      }
    }
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Deleted", delete.flag("Quiet") ? List.of() : deleted);
    output.put("Errors", errors);
    return Answer.of(output);
  }

  /// What became of one of many, as the answer tells it.
  private sealed interface Outcome {
    record Deleted(Map<String, Object> shown) implements Outcome {}

    record Failed(Map<String, Object> error) implements Outcome {}
  }

  /// All at once, so that they share syncs of the store.
  private List<Outcome> outcomes(Call call, Bucket bucket, List<Document> identifiers) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Outcome>> begun =
          identifiers.stream()
              .map(each -> CompletableFuture.supplyAsync(() -> one(call, bucket, each), threads))
              .toList();
      return begun.stream().map(CompletableFuture::join).toList();
    }
  }

  private Outcome one(Call call, Bucket bucket, Document each) {
    String key = each.text("Key");
    Optional<String> version = each.optionalText("VersionId").filter(id -> !id.isEmpty());
    try {
      version.ifPresent(Located::check);
      Optional<ObjectWriter.Written> written = delete(call, key, version, condition(each));
      return new Outcome.Deleted(shown(bucket, key, version, written));
    } catch (ApiException e) {
      return new Outcome.Failed(error(key, version, e));
    }
  }

  private static ObjectWriter.Check condition(Document each) {
    return existing -> {
      Optional<String> tag = each.optionalText("ETag").map(given -> given.replace("\"", ""));
      if (tag.isPresent()
          && !tag.get().equals("*")
          && existing.filter(object -> object.etag().equals(tag.get())).isEmpty()) {
        throw S3Errors.precondition("If-Match");
      }
      check(
          existing, each.optional("LastModifiedTime", Instant.class), each.optionalNumber("Size"));
    };
  }

  private static Map<String, Object> shown(
      Bucket bucket, String key, Optional<String> version, Optional<ObjectWriter.Written> written) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Key", key);
    version.ifPresent(id -> shown.put("VersionId", id));
    if (written.isPresent() && written.get().object().marker()) {
      shown.put("DeleteMarker", true);
      if (bucket.versioning() != Bucket.Versioning.NEVER) {
        shown.put("DeleteMarkerVersionId", written.get().object().version());
      }
    }
    return shown;
  }

  private static Map<String, Object> error(String key, Optional<String> version, ApiException e) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Key", key);
    version.ifPresent(id -> error.put("VersionId", id));
    error.put("Code", e.error().code());
    error.put("Message", e.error().message());
    return error;
  }
}

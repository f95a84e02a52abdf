package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Puts objects and delete markers in their places: one change of the store, on the disk when it is
/// answered; what it replaced goes afterwards.
final class ObjectWriter {

  private static final String VERSION_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

  private static final int MAX_KEY = 1024;

  private final Store store;
  private final Buckets buckets;
  private final Objects objects;
  private final Bodies bodies;
  private final Notifications notifications;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ObjectWriter(
      Store store,
      Buckets buckets,
      Objects objects,
      Bodies bodies,
      Notifications notifications,
      Clock clock) {
    this.store = store;
    this.buckets = buckets;
    this.objects = objects;
    this.bodies = bodies;
    this.notifications = notifications;
    this.clock = clock;
  }

  static void checkKey(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_KEY) {
      throw S3Errors.of(
          400,
          "KeyTooLongError",
          "Your key is too long",
          Map.of("Size", length, "MaxSizeAllowed", MAX_KEY));
    }
  }

  /// What a write left behind.
  ///
  /// @param object as it stands; of a removal, what was removed
  record Written(Bucket bucket, StoredObject object, List<Piece> dropped) {

    /// What an answer to a write says.
    Map<String, Object> members() {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("ETag", object.quotedEtag());
      members.putAll(object.sums().membersWithType());
      members.putAll(Properties.encryption(object.properties()));
      members.putAll(Located.versionMember(bucket, object));
      return members;
    }
  }

  /// Puts bytes that arrived in one go in their place, as [#put(Call, String, Function)] does.
  Written put(
      Call call, String event, Taken taken, Properties properties, Map<String, String> tags) {
    Instant now = S3Times.seconds(clock);
    StoredPart part = new StoredPart(1, taken.piece(), taken.etag(), Sums.NONE, now);
    StoredObject draft =
        StoredObject.draft(
            call.input().text("Key"),
            now,
            taken.etag(),
            false,
            List.of(part),
            taken.sums(),
            properties,
            tags);
    Written written =
        put(
            call,
            event,
            bucket -> {
              taken.keep();
              return draft;
            });
    taken.settle();
    return written;
  }

  /// Puts an object in its place if the call's conditions hold.
  ///
  /// @param event that tells of it
  /// @param draft made within the change
  Written put(Call call, String event, Function<Bucket, StoredObject> draft) {
    Conditions conditions = Conditions.of(call.input());
    Written written =
        store.change(() -> {
          Bucket bucket = buckets.require(call);
          StoredObject object = draft.apply(bucket);
          Optional<StoredObject> latest = objects.latest(bucket, object.key());
          conditions.onWrite(object.key(), latest);
          return place(bucket, object, latest);
        });
    return told(call, event, written);
  }

  private Written told(Call call, String event, Written written) {
    bodies.delete(written.dropped());
    notifications.fire(call, written.bucket(), event, written.object());
    return written;
  }

  /// Only within a change of the store.
  private Written place(Bucket bucket, StoredObject draft, Optional<StoredObject> latest) {
    boolean versioned = bucket.versioning() == Bucket.Versioning.ENABLED;
    List<Piece> dropped = versioned ? List.of() : dropNull(bucket, draft.key(), latest);
    long sequence = Math.max(clock.now(), latest.map(object -> object.sequence() + 1).orElse(0L));
    StoredObject placed = draft.at(versioned ? newVersion() : StoredObject.NULL, sequence);
    objects.put(bucket, placed);
    return new Written(bucket, placed, dropped);
  }

  /// The version that a write without versions replaces.
  private List<Piece> dropNull(Bucket bucket, String key, Optional<StoredObject> latest) {
    Optional<StoredObject> existing =
        bucket.versioning() == Bucket.Versioning.NEVER
            ? latest
            : objects.version(bucket, key, StoredObject.NULL);
    return existing.map(object -> drop(bucket, object)).orElse(List.of());
  }

  private List<Piece> drop(Bucket bucket, StoredObject object) {
    List<Piece> pieces = object.pieces();
    objects.remove(bucket, object);
    bodies.forget(pieces);
    return pieces;
  }

  private String newVersion() {
    StringBuilder version = new StringBuilder(32);
    for (int i = 0; i < 32; i++) {
      version.append(VERSION_LETTERS.charAt(random.nextInt(VERSION_LETTERS.length())));
    }
    return version.toString();
  }

  /// Deletes the newest version: for good where there are no versions, else under a marker.
  ///
  /// @param check sees what is there
  /// @return empty if nothing was there to delete
  Optional<Written> delete(Call call, String key, Check check) {
    Instant now = S3Times.seconds(clock);
    Optional<Written> written =
        store.change(() -> {
          Bucket bucket = buckets.require(call);
          Optional<StoredObject> latest = objects.latest(bucket, key);
          check.see(latest);
          if (bucket.versioning() == Bucket.Versioning.NEVER) {
            return latest.map(object -> new Written(bucket, object, drop(bucket, object)));
          }
          return Optional.of(place(bucket, StoredObject.marker(key, now), latest));
        });
    return written.map(done ->
        told(
            call,
            done.object().marker() ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete",
            done));
  }

  /// Deletes one version for good.
  ///
  /// @return empty if there is no such version
  Optional<Written> deleteVersion(Call call, String key, String version, Check check) {
    Optional<Written> written =
        store.change(() -> {
          Bucket bucket = buckets.require(call);
          Optional<StoredObject> found = objects.version(bucket, key, version);
          check.see(found);
          found.ifPresent(object -> ObjectLocks.requireFree(object, call, clock));
          return found.map(object -> new Written(bucket, object, drop(bucket, object)));
        });
    return written.map(done -> told(call, "ObjectRemoved:Delete", done));
  }

  /// Decides within a change whether it may be made.
  @FunctionalInterface
  interface Check {
    /// @throws ApiException if not
    void see(Optional<StoredObject> existing);
  }

  /// Changes what is said of a version.
  Written change(Call call, Optional<String> version, Function<StoredObject, StoredObject> change) {
    String key = call.input().text("Key");
    return store.change(() -> {
      Bucket bucket = buckets.require(call);
      StoredObject object = new Located(bucket, objects, key, version).writable();
      StoredObject after = change.apply(object);
      objects.put(bucket, after);
      return new Written(bucket, after, List.of());
    });
  }
}

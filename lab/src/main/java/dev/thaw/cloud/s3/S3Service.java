package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// S3 as thaw offers it; what its parts offer is the list of operations.
public final class S3Service {

  private final Buckets buckets;
  private final Objects objects;
  private final Bodies bodies;
  private final Service service;

  /// @param folder for the bodies of objects; nothing else may be in it
  /// @param notified is told what happens in buckets that are configured so
  public S3Service(Models models, Store store, Path folder, Clock clock, Notified notified)
      throws IOException {
    buckets = new Buckets(store);
    objects = new Objects(store);
    bodies = new Bodies(folder, store);
    Uploads uploads = new Uploads(store);
    Set<String> kept = new HashSet<>(objects.pieces());
    kept.addAll(uploads.pieces());
    bodies.retain(kept);
    Notifications notifications = new Notifications(notified, clock);
    ObjectWriter writer = new ObjectWriter(store, buckets, objects, bodies, notifications, clock);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(
        new BucketOperations(store, buckets, objects, uploads, bodies, clock).handlers());
    handlers.putAll(new SettingOperations(buckets).handlers());
    handlers.putAll(new PutOperations(buckets, objects, bodies, writer, clock).handlers());
    handlers.putAll(new GetOperations(buckets, objects, bodies).handlers());
    handlers.putAll(new DeleteOperations(buckets, writer).handlers());
    handlers.putAll(new CopyOperations(buckets, objects, bodies, writer, clock).handlers());
    handlers.putAll(new ListOperations(buckets, objects).handlers());
    handlers.putAll(
        new MultipartOperations(store, buckets, uploads, bodies, writer, clock).handlers());
    handlers.putAll(new PartOperations(store, buckets, objects, uploads, bodies, clock).handlers());
    handlers.putAll(new UploadListing(buckets, uploads).handlers());
    handlers.putAll(new ObjectSettings(buckets, objects, writer, notifications).handlers());
    handlers.putAll(new ObjectLocks(buckets, objects, writer, clock).handlers());
    handlers.replaceAll((name, handler) ->
        call -> {
          Presigned.check(call.head(), clock);
          return handler.handle(call);
        });
    service = new Service(models, "s3", handlers, new S3Limits());
  }

  public Service service() {
    return service;
  }

  /// The bytes of an object, for services that are pointed to one.
  ///
  /// @param version the newest if absent
  /// @return to be read once; empty if there is no such object
  public Optional<Blob> open(String bucket, String key, Optional<String> version) {
    return buckets
        .find(bucket)
        .flatMap(found ->
            version.isPresent()
                ? objects.version(found, key, version.get())
                : objects.latest(found, key))
        .filter(object -> !object.marker())
        .flatMap(object -> bodies.open(object.pieces(), 0, object.size()));
  }
}

package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// S3 as thaw offers it; what its parts offer is the list of operations.
public final class S3Service {

  private final Service service;

  /// @param folder for the bodies of objects; nothing else may be in it
  /// @param notified is told what happens in buckets that are configured so
  public S3Service(Models models, Store store, Path folder, Clock clock, Notified notified)
      throws IOException {
    Buckets buckets = new Buckets(store);
    Objects objects = new Objects(store);
    Bodies bodies = new Bodies(folder, store);
    Uploads uploads = new Uploads(store);
    bodies.sweep(ids -> {
      uploads.removeUsed(ids);
      objects.removeUsed(ids);
    });
    Notifications notifications = new Notifications(notified, clock);
    ObjectWriter writer = new ObjectWriter(store, buckets, objects, bodies, notifications, clock);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(
        new BucketOperations(store, buckets, objects, uploads, bodies, clock).handlers());
    handlers.putAll(new SettingOperations(buckets).handlers());
    handlers.putAll(new PutOperations(buckets, objects, bodies, writer).handlers());
    handlers.putAll(new GetOperations(buckets, objects, bodies).handlers());
    handlers.putAll(new DeleteOperations(buckets, writer).handlers());
    handlers.putAll(new CopyOperations(buckets, objects, bodies, writer).handlers());
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
}

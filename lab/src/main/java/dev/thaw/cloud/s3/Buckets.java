package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.state.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/// The buckets, in memory for reading. A name belongs to one bucket, whoever owns it.
final class Buckets {

  private final Store store;
  private final Store.Table table;
  private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();

  Buckets(Store store) {
    this.store = store;
    table = store.table("s3.buckets");
    table.startingWith("").forEach((name, json) -> buckets.put(name, Bucket.read(name, json)));
  }

  Optional<Bucket> find(String name) {
    return Optional.ofNullable(buckets.get(name));
  }

  /// @throws ApiException if there is no such bucket
  Bucket require(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      BucketName.check(name);
      throw S3Errors.noBucket(name);
    }
    return bucket;
  }

  /// The bucket of a call, if it belongs to whom the caller expects.
  Bucket require(Call call) {
    Bucket bucket = require(call.input().text("Bucket"));
    call.input()
        .optionalText("ExpectedBucketOwner")
        .filter(owner -> !owner.equals(bucket.owner()))
        .ifPresent(owner -> {
          throw S3Errors.denied();
        });
    return bucket;
  }

  /// Ordered by name.
  List<Bucket> of(String owner) {
    return buckets.values().stream().filter(bucket -> bucket.owner().equals(owner)).toList();
  }

  /// Only within a change of the store.
  void put(Bucket bucket) {
    table.put(bucket.name(), bucket.write());
    buckets.put(bucket.name(), bucket);
  }

  /// Only within a change of the store.
  void remove(Bucket bucket) {
    table.remove(bucket.name());
    buckets.remove(bucket.name());
  }

  /// Changes a bucket as it stands at that moment.
  Bucket update(Call call, UnaryOperator<Bucket> change) {
    return store.change(() -> {
      Bucket after = change.apply(require(call));
      put(after);
      return after;
    });
  }
}

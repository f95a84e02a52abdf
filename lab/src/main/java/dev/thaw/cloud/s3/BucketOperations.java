package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Buckets themselves.
final class BucketOperations {

  private static final Set<String> OLD_NAMES = Set.of("EU");

  private static final int PAGE = 10_000;

  private final Store store;
  private final Buckets buckets;
  private final Objects objects;
  private final Uploads uploads;
  private final Bodies bodies;
  private final Clock clock;

  BucketOperations(
      Store store, Buckets buckets, Objects objects, Uploads uploads, Bodies bodies, Clock clock) {
    this.store = store;
    this.buckets = buckets;
    this.objects = objects;
    this.uploads = uploads;
    this.bodies = bodies;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateBucket", this::create,
        "HeadBucket", this::head,
        "DeleteBucket", this::delete,
        "ListBuckets", this::list,
        "GetBucketLocation", this::location);
  }

  private Answer create(Call call) {
    String name = call.input().text("Bucket");
    BucketName.check(name);
    Bucket made = made(call, name);
    boolean fresh =
        store.change(() -> {
          Optional<Bucket> existing = buckets.find(name);
          if (existing.isPresent()) {
            checkAgain(existing.get(), made);
            return false;
          }
          buckets.put(made);
          return true;
        });
    String location =
        made.region().equals(Scope.DEFAULT_REGION)
            ? "/" + name
            : "http://" + name + ".s3.amazonaws.com/";
    return fresh || made.region().equals(Scope.DEFAULT_REGION)
        ? Answer.of(Map.of("Location", location))
        : Answer.empty();
  }

  /// In the oldest region a bucket may be made twice by its owner.
  private static void checkAgain(Bucket existing, Bucket wanted) {
    if (!existing.owner().equals(wanted.owner())) {
      throw S3Errors.of(
          409,
          "BucketAlreadyExists",
          "The requested bucket name is not available. The bucket namespace is shared by all users"
              + " of the system. Please select a different name and try again.",
          Map.of("BucketName", wanted.name()));
    }
    boolean oldest =
        existing.region().equals(Scope.DEFAULT_REGION)
            && wanted.region().equals(Scope.DEFAULT_REGION);
    if (!oldest) {
      throw S3Errors.of(
          409,
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.",
          Map.of("BucketName", wanted.name()));
    }
  }

  private Bucket made(Call call, String name) {
    Document input = call.input();
    Optional<Document> configuration = input.optionalDocument("CreateBucketConfiguration");
    for (String refused : List.of("Location", "Bucket")) {
      if (configuration.filter(given -> given.has(refused)).isPresent()) {
        throw S3Errors.notEmulated("directory buckets (CreateBucketConfiguration." + refused + ")");
      }
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    String ownership = input.optionalText("ObjectOwnership").orElse("BucketOwnerEnforced");
    settings.put(
        Setting.OWNERSHIP.name(), Map.of("Rules", List.of(Map.of("ObjectOwnership", ownership))));
    settings.put(
        Setting.PUBLIC_ACCESS.name(),
        Map.of(
            "BlockPublicAcls", true,
            "IgnorePublicAcls", true,
            "BlockPublicPolicy", true,
            "RestrictPublicBuckets", true));
    configuration
        .map(given -> Tags.of(given.documents("Tags"), Tags.OF_BUCKET))
        .filter(tags -> !tags.isEmpty())
        .ifPresent(tags -> settings.put(Setting.TAGGING.name(), Map.of("TagSet", Tags.set(tags))));
    boolean locked = input.flag("ObjectLockEnabledForBucket");
    if (locked) {
      settings.put(Setting.OBJECT_LOCK.name(), Map.of("ObjectLockEnabled", "Enabled"));
    }
    Bucket bucket =
        new Bucket(
            UUID.randomUUID().toString(),
            name,
            call.scope().account(),
            region(call.scope(), configuration),
            S3Times.seconds(clock),
            locked ? Bucket.Versioning.ENABLED : Bucket.Versioning.NEVER,
            settings);
    if (Ownership.isNamed(input)) {
      if (Ownership.listsAreOff(bucket)) {
        throw new ApiException(
            400,
            "InvalidBucketAclWithObjectOwnership",
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
      }
      return bucket.with("ACL", Ownership.policy(input, bucket));
    }
    return bucket;
  }

  private static String region(Scope scope, Optional<Document> configuration) {
    Optional<String> constraint =
        configuration
            .flatMap(given -> given.optionalText("LocationConstraint"))
            .filter(name -> !name.isEmpty());
    if (constraint.isEmpty()) {
      if (!scope.region().equals(Scope.DEFAULT_REGION)) {
        throw incompatible("unspecified");
      }
      return Scope.DEFAULT_REGION;
    }
    String name = constraint.get();
    if (name.equals(Scope.DEFAULT_REGION)) {
      throw S3Errors.of(
          400,
          "InvalidLocationConstraint",
          "The specified location-constraint is not valid",
          Map.of("LocationConstraint", name));
    }
    String region = OLD_NAMES.contains(name) ? "eu-west-1" : name;
    if (!scope.region().equals(Scope.DEFAULT_REGION) && !scope.region().equals(region)) {
      throw incompatible(name);
    }
    return region;
  }

  private static ApiException incompatible(String constraint) {
    return new ApiException(
        400,
        "IllegalLocationConstraintException",
        "The "
            + constraint
            + " location constraint is incompatible for the region specific endpoint this request"
            + " was sent to.");
  }

  private Answer head(Call call) {
    Bucket bucket = buckets.require(call);
    return Answer.of(Map.of("BucketRegion", bucket.region(), "AccessPointAlias", false));
  }

  private Answer location(Call call) {
    Bucket bucket = buckets.require(call);
    return bucket.region().equals(Scope.DEFAULT_REGION)
        ? Answer.empty()
        : Answer.of(Map.of("LocationConstraint", bucket.region()));
  }

  private Answer delete(Call call) {
    List<Piece> dropped =
        store.change(() -> {
          Bucket bucket = buckets.require(call);
          if (!objects.isEmpty(bucket)) {
            boolean versions = bucket.versioning() != Bucket.Versioning.NEVER;
            throw S3Errors.of(
                409,
                "BucketNotEmpty",
                versions
                    ? "The bucket you tried to delete is not empty. You must delete all versions in the"
                        + " bucket."
                    : "The bucket you tried to delete is not empty",
                Map.of("BucketName", bucket.name()));
          }
          List<Piece> left = uploads.removeAll(bucket);
          bodies.forget(left);
          buckets.remove(bucket);
          return left;
        });
    bodies.delete(dropped);
    return Answer.empty();
  }

  private Answer list(Call call) {
    Document input = call.input();
    String prefix = input.optionalText("Prefix").orElse("");
    String after = input.optionalText("ContinuationToken").map(ListingToken::read).orElse("");
    Optional<String> region = input.optionalText("BucketRegion");
    int most = input.optionalNumber("MaxBuckets").map(Long::intValue).orElse(PAGE);
    List<Bucket> all =
        buckets.of(call.scope().account()).stream()
            .filter(bucket -> bucket.name().startsWith(prefix))
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .filter(bucket -> region.filter(name -> !name.equals(bucket.region())).isEmpty())
            .toList();
    List<Bucket> shown = all.subList(0, Math.min(most, all.size()));
    Map<String, Object> output = new LinkedHashMap<>();
    List<Object> entries = new ArrayList<>();
    for (Bucket bucket : shown) {
      entries.add(
          Map.of(
              "Name", bucket.name(),
              "CreationDate", bucket.created(),
              "BucketRegion", bucket.region()));
    }
    output.put("Owner", Ownership.owner(call.scope().account()));
    output.put("Buckets", entries);
    if (shown.size() < all.size()) {
      output.put("ContinuationToken", ListingToken.write(shown.getLast().name()));
    }
    input.optionalText("Prefix").ifPresent(given -> output.put("Prefix", given));
    return Answer.of(output);
  }
}

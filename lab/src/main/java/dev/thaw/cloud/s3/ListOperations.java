package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Lists of objects, and of their versions.
final class ListOperations {

  private final Buckets buckets;
  private final Objects objects;

  ListOperations(Buckets buckets, Objects objects) {
    this.buckets = buckets;
    this.objects = objects;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "ListObjects", this::list,
        "ListObjectsV2", this::listSecond,
        "ListObjectVersions", this::listVersions);
  }

  private Answer list(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    String marker = input.optionalText("Marker").orElse("");
    Listing listing = Listing.of(bucket, objects, request(input, marker, "", false));
    UnaryOperator<String> encoding = Listing.encoding(input);
    Map<String, Object> output = common(input, bucket, listing, encoding);
    output.put("Marker", encoding.apply(marker));
    output.put("Contents", entries(bucket, listing, encoding, true));
    if (input.has("Delimiter")) {
      // Without one the last key tells where to go on
      listing.last().ifPresent(last -> output.put("NextMarker", encoding.apply(last.name())));
    }
    return Answer.of(output);
  }

  private Answer listSecond(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    Optional<String> token = input.optionalText("ContinuationToken");
    token
        .filter(String::isEmpty)
        .ifPresent(empty -> {
          throw S3Errors.argument(
              "continuation-token", empty, "The continuation token provided is incorrect");
        });
    String after =
        token.map(ListingToken::read).or(() -> input.optionalText("StartAfter")).orElse("");
    Listing listing = Listing.of(bucket, objects, request(input, after, "", false));
    UnaryOperator<String> encoding = Listing.encoding(input);
    Map<String, Object> output = common(input, bucket, listing, encoding);
    output.put("Contents", entries(bucket, listing, encoding, input.flag("FetchOwner")));
    output.put("KeyCount", (long) listing.entries().size() + listing.prefixes().size());
    token.ifPresent(given -> output.put("ContinuationToken", given));
    input
        .optionalText("StartAfter")
        .ifPresent(given -> output.put("StartAfter", encoding.apply(given)));
    listing
        .last()
        .ifPresent(last -> output.put("NextContinuationToken", ListingToken.write(last.name())));
    return Answer.of(output);
  }

  private static Listing.Request request(
      Document input, String after, String afterVersion, boolean versions) {
    return new Listing.Request(
        input.optionalText("Prefix").orElse(""),
        input.optionalText("Delimiter").orElse(""),
        after,
        afterVersion,
        Listing.most(input, "MaxKeys"),
        versions);
  }

  private static Map<String, Object> common(
      Document input, Bucket bucket, Listing listing, UnaryOperator<String> encoding) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Name", bucket.name());
    output.put("Prefix", encoding.apply(input.optionalText("Prefix").orElse("")));
    input
        .optionalText("Delimiter")
        .filter(given -> !given.isEmpty())
        .ifPresent(given -> output.put("Delimiter", encoding.apply(given)));
    input.optionalText("EncodingType").ifPresent(given -> output.put("EncodingType", given));
    output.put("MaxKeys", (long) Listing.most(input, "MaxKeys"));
    output.put("IsTruncated", listing.last().isPresent());
    output.put("CommonPrefixes", Listing.commonPrefixes(listing.prefixes(), encoding));
    return output;
  }

  private static List<Object> entries(
      Bucket bucket, Listing listing, UnaryOperator<String> encoding, boolean owner) {
    List<Object> entries = new ArrayList<>();
    for (StoredObject object : listing.entries()) {
      Map<String, Object> entry = Listing.entry(object, encoding);
      if (owner) {
        entry.put("Owner", Ownership.owner(bucket.owner()));
      }
      entries.add(entry);
    }
    return entries;
  }

  private Answer listVersions(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    String after = input.optionalText("KeyMarker").orElse("");
    String afterVersion = input.optionalText("VersionIdMarker").orElse("");
    if (after.isEmpty() && !afterVersion.isEmpty()) {
      throw S3Errors.argument(
          "version-id-marker",
          afterVersion,
          "A version-id marker cannot be specified without a key marker.");
    }
    Listing listing = Listing.of(bucket, objects, request(input, after, afterVersion, true));
    UnaryOperator<String> encoding = Listing.encoding(input);
    Map<String, Object> output = common(input, bucket, listing, encoding);
    output.put("KeyMarker", encoding.apply(after));
    output.put("VersionIdMarker", afterVersion);
    listing
        .last()
        .ifPresent(last -> {
          output.put("NextKeyMarker", encoding.apply(last.name()));
          if (!last.version().isEmpty()) {
            output.put("NextVersionIdMarker", last.version());
          }
        });
    List<Object> versions = new ArrayList<>();
    List<Object> markers = new ArrayList<>();
    String before = afterVersion.isEmpty() ? "" : after;
    for (StoredObject object : listing.entries()) {
      Map<String, Object> entry = Listing.entry(object, encoding);
      entry.put("VersionId", object.version());
      entry.put("IsLatest", !object.key().equals(before));
      entry.put("Owner", Ownership.owner(bucket.owner()));
      (object.marker() ? markers : versions).add(entry);
      before = object.key();
    }
    output.put("Versions", versions);
    output.put("DeleteMarkers", markers);
    return Answer.of(output);
  }
}

package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Objects made of others.
final class CopyOperations {

  private static final String REPLACE = "REPLACE";

  private final Buckets buckets;
  private final Objects objects;
  private final Bodies bodies;
  private final ObjectWriter writer;

  CopyOperations(Buckets buckets, Objects objects, Bodies bodies, ObjectWriter writer) {
    this.buckets = buckets;
    this.objects = objects;
    this.bodies = bodies;
    this.writer = writer;
  }

  Map<String, Handler> handlers() {
    return Map.of("CopyObject", this::copy);
  }

  private Answer copy(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    String key = input.text("Key");
    ObjectWriter.checkKey(key);
    CopySource named = CopySource.parse(input.text("CopySource"));
    Located place = named.locate(input, buckets, objects);
    StoredObject source = place.readable();
    Conditions.ofSource(input).onSource(source);
    if (source.size() > S3Limits.MAX_PUT) {
      throw S3Errors.request(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + S3Limits.MAX_PUT);
    }
    Properties properties = properties(input, source, bucket);
    checkChange(input, named, bucket, key, source);
    Map<String, String> tags =
        input.optionalText("TaggingDirective").filter(REPLACE::equals).isPresent()
            ? input.optionalText("Tagging").map(Tags::parse).orElse(Map.of())
            : source.tags();
    Claims claims = claims(input, source);
    try (Taken taken = bodies.take(body(source), claims)) {
      ObjectWriter.Written written =
          writer.put(call, "ObjectCreated:Copy", taken, properties, tags);
      return Answer.of(shown(place, source, written));
    }
  }

  private Blob body(StoredObject source) {
    return bodies
        .open(source.pieces(), 0, source.size())
        .orElseThrow(() -> S3Errors.noKey(source.key()));
  }

  /// A copy keeps the kind of checksum that its source has.
  private static Claims claims(Document input, StoredObject source) {
    Set<Algorithm> algorithms =
        Algorithm.asked(input)
            .map(Set::of)
            .orElseGet(() ->
                source.sums().values().isEmpty()
                    ? Set.of(Algorithm.CRC64NVME)
                    : source.sums().values().keySet());
    return new Claims(algorithms, Map.of(), Optional.empty(), Optional.empty());
  }

  private static Properties properties(Document input, StoredObject source, Bucket bucket) {
    boolean replace = input.optionalText("MetadataDirective").filter(REPLACE::equals).isPresent();
    return replace ? Properties.of(input, bucket) : Properties.copied(source, input, bucket);
  }

  /// A copy onto itself must change something.
  private static void checkChange(
      Document input, CopySource named, Bucket bucket, String key, StoredObject source) {
    boolean same =
        named.bucket().equals(bucket.name())
            && named.key().equals(key)
            && named.version().isEmpty();
    boolean changes =
        input.optionalText("MetadataDirective").filter(REPLACE::equals).isPresent()
            || input.has("StorageClass")
            || input.has("ServerSideEncryption")
            || input.has("WebsiteRedirectLocation")
            || (input.has("ChecksumAlgorithm")
                && !source.sums().names().contains(input.text("ChecksumAlgorithm")));
    if (same && !changes) {
      throw new ApiException(
          400,
          "InvalidRequest",
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static Map<String, Object> shown(
      Located place, StoredObject source, ObjectWriter.Written written) {
    StoredObject object = written.object();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ETag", object.quotedEtag());
    result.put("LastModified", object.modified());
    result.putAll(object.sums().membersWithType());
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("CopyObjectResult", result);
    output.putAll(Properties.encryption(object.properties()));
    output.putAll(Located.versionMember(written.bucket(), object));
    if (place.bucket().versioning() != Bucket.Versioning.NEVER) {
      output.put("CopySourceVersionId", source.version());
    }
    return output;
  }
}

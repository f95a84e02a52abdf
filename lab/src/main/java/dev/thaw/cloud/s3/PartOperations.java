package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parts of uploads, in whatever order they come, sent or copied.
final class PartOperations {

  private static final Blob NOTHING = Blob.of(new byte[0]);

  private final Store store;
  private final Buckets buckets;
  private final Objects objects;
  private final Uploads uploads;
  private final Bodies bodies;
  private final Clock clock;

  PartOperations(
      Store store, Buckets buckets, Objects objects, Uploads uploads, Bodies bodies, Clock clock) {
    this.store = store;
    this.buckets = buckets;
    this.objects = objects;
    this.uploads = uploads;
    this.bodies = bodies;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("UploadPart", this::upload, "UploadPartCopy", this::copy);
  }

  private Answer upload(Call call) {
    Document input = call.input();
    Properties.refuse(input);
    Upload upload = upload(call, buckets.require(call));
    Claims claims = Claims.of(call, Optional.empty());
    for (Algorithm claimed : claims.algorithms()) {
      if (upload.named() && claimed != upload.algorithm()) {
        throw S3Errors.request(
            "Checksum Type mismatch occurred, expected checksum Type: "
                + upload.algorithm().name().toLowerCase(Locale.ROOT)
                + ", actual checksum Type: "
                + claimed.name().toLowerCase(Locale.ROOT));
      }
    }
    StoredPart part = keep(call, input.optionalBlob("Body").orElse(NOTHING), with(claims, upload));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("ETag", '"' + part.etag() + '"');
    output.putAll(part.sums().members());
    output.putAll(encryption(upload));
    return Answer.of(output);
  }

  /// Every part needs the checksum that the whole is made of.
  private static Claims with(Claims claims, Upload upload) {
    Set<Algorithm> algorithms = new LinkedHashSet<>(claims.algorithms());
    algorithms.add(upload.algorithm());
    return new Claims(algorithms, claims.expected(), claims.md5(), claims.sha256());
  }

  private static Map<String, Object> encryption(Upload upload) {
    Object encryption = upload.properties().values().get("ServerSideEncryption");
    return encryption == null ? Map.of() : Map.of("ServerSideEncryption", encryption);
  }

  private Upload upload(Call call, Bucket bucket) {
    long number = call.input().number("PartNumber");
    if (number < 1 || number > S3Limits.MAX_PARTS) {
      throw S3Errors.argument(
          "partNumber",
          Long.toString(number),
          "Part number must be an integer between 1 and 10000, inclusive");
    }
    return uploads.require(bucket, call.input().text("Key"), call.input().text("UploadId"));
  }

  private StoredPart keep(Call call, Blob body, Claims claims) {
    try (Taken taken = bodies.take(body, claims)) {
      StoredPart part =
          new StoredPart(
              (int) call.input().number("PartNumber"),
              taken.piece(),
              taken.etag(),
              taken.sums(),
              S3Times.seconds(clock));
      Optional<Piece> before =
          store.change(() -> {
            taken.keep();
            Optional<Piece> replaced = uploads.put(upload(call, buckets.require(call)), part);
            bodies.forget(replaced.stream().toList());
            return replaced;
          });
      taken.settle();
      before.ifPresent(bodies::delete);
      return part;
    }
  }

  private Answer copy(Call call) {
    Document input = call.input();
    Properties.refuse(input);
    Upload upload = upload(call, buckets.require(call));
    Located place = CopySource.parse(input.text("CopySource")).locate(input, buckets, objects);
    StoredObject source = place.readable();
    Conditions.ofSource(input).onSource(source);
    ByteRange range =
        input
            .optionalText("CopySourceRange")
            .map(header -> ByteRange.ofCopy(header, source.size()))
            .orElseGet(() -> new ByteRange(0, source.size() - 1));
    if (range.length() > S3Limits.MAX_PUT) {
      throw S3Limits.tooLarge();
    }
    Blob body =
        bodies
            .open(source.pieces(), range.first(), range.length())
            .orElseThrow(() -> S3Errors.noKey(source.key()));
    StoredPart part = keep(call, body, with(Claims.NONE, upload));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ETag", '"' + part.etag() + '"');
    result.put("LastModified", part.modified());
    result.putAll(part.sums().members());
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("CopyPartResult", result);
    output.putAll(encryption(upload));
    if (place.bucket().versioning() != Bucket.Versioning.NEVER) {
      output.put("CopySourceVersionId", source.version());
    }
    return Answer.of(output);
  }
}

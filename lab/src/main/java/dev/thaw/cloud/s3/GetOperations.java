package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reading objects, and what is said of them.
final class GetOperations {

  /// Headers of the answer that a reader may choose.
  private static final List<String> CHOSEN =
      List.of(
          "ContentType",
          "ContentLanguage",
          "Expires",
          "CacheControl",
          "ContentDisposition",
          "ContentEncoding");

  private final Buckets buckets;
  private final Objects objects;
  private final Bodies bodies;

  GetOperations(Buckets buckets, Objects objects, Bodies bodies) {
    this.buckets = buckets;
    this.objects = objects;
    this.bodies = bodies;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetObject", this::get, "HeadObject", this::head);
  }

  private Answer head(Call call) {
    Located place = Located.of(call.input(), buckets.require(call), objects);
    return answer(call, place, place.readable(), Optional.empty());
  }

  private Answer get(Call call) {
    Bucket bucket = buckets.require(call);
    Located place = Located.of(call.input(), bucket, objects);
    // Another try where the object was replaced between the look and the opening
    for (int attempt = 0; attempt < 8; attempt++) {
      StoredObject object = place.readable();
      if (Conditions.of(call.input()).onRead(object) == Conditions.Outcome.NOT_MODIFIED) {
        return answer(call, place, object, Optional.empty());
      }
      Stretch stretch = stretch(call.input(), object);
      Optional<Blob> body =
          bodies.open(object.pieces(), stretch.range.first(), stretch.range.length());
      if (body.isPresent()) {
        return answer(call, place, object, body);
      }
    }
    throw new ApiException(
        500, "InternalError", "We encountered an internal error. Please try again.");
  }

  /// @param status 206 for a part of the whole
  private record Stretch(ByteRange range, int status) {}

  private static Stretch stretch(Document input, StoredObject object) {
    long size = object.size();
    Optional<Long> part = input.optionalNumber("PartNumber");
    Optional<String> header = input.optionalText("Range");
    if (part.isPresent()) {
      if (header.isPresent()) {
        throw S3Errors.request("Cannot specify both Range header and partNumber query parameter");
      }
      return new Stretch(part(object, part.get()), 206);
    }
    return header
        .flatMap(range -> ByteRange.parse(range, size))
        .map(range -> new Stretch(range, 206))
        .orElseGet(() -> new Stretch(new ByteRange(0, size - 1), 200));
  }

  private static ByteRange part(StoredObject object, long number) {
    List<StoredPart> parts = object.parts();
    if (number < 1 || number > parts.size()) {
      throw S3Errors.of(
          416,
          "InvalidPartNumber",
          "The requested partnumber is not satisfiable",
          Map.of("PartNumberRequested", number, "ActualPartCount", parts.size()));
    }
    long first = 0;
    for (StoredPart before : parts.subList(0, (int) number - 1)) {
      first += before.piece().size();
    }
    return new ByteRange(first, first + parts.get((int) number - 1).piece().size() - 1);
  }

  private Answer answer(Call call, Located place, StoredObject object, Optional<Blob> body) {
    Document input = call.input();
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("ETag", object.quotedEtag());
    output.put("LastModified", object.modified());
    output.putAll(place.versionMember(object));
    if (Conditions.of(input).onRead(object) == Conditions.Outcome.NOT_MODIFIED) {
      return Answer.of(output).withStatus(304);
    }
    Stretch stretch = stretch(input, object);
    output.put("AcceptRanges", "bytes");
    output.put("ContentLength", stretch.range.length());
    output.putAll(object.properties());
    output.put("Metadata", object.metadata());
    if (!object.tags().isEmpty()) {
      output.put("TagCount", (long) object.tags().size());
    }
    if (input.has("PartNumber") && object.multipart()) {
      output.put("PartsCount", (long) object.parts().size());
    }
    boolean whole = stretch.status == 200;
    if (!whole) {
      output.put("ContentRange", stretch.range.contentRange(object.size()));
    }
    if (whole && input.optionalText("ChecksumMode").filter("ENABLED"::equals).isPresent()) {
      output.putAll(object.sums().membersWithType());
    }
    for (String name : CHOSEN) {
      Object value = input.members().get("Response" + name);
      if (value != null) {
        output.put(name, value);
      }
    }
    body.ifPresent(bytes -> output.put("Body", bytes));
    return Answer.of(output).withStatus(stretch.status);
  }
}

package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects that come in one request.
final class PutOperations {

  private static final Blob NOTHING = Blob.of(new byte[0]);

  private final Buckets buckets;
  private final Objects objects;
  private final Bodies bodies;
  private final ObjectWriter writer;
  private final Clock clock;

  PutOperations(Buckets buckets, Objects objects, Bodies bodies, ObjectWriter writer, Clock clock) {
    this.buckets = buckets;
    this.objects = objects;
    this.bodies = bodies;
    this.writer = writer;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("PutObject", this::put);
  }

  private Answer put(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    String key = input.text("Key");
    ObjectWriter.checkKey(key);
    // Known before the body is asked for: a caller that waits never sends it
    Properties properties = Properties.of(input, bucket);
    Map<String, String> tags = input.optionalText("Tagging").map(Tags::parse).orElse(Map.of());
    if (input.has("IfNoneMatch") || input.has("IfMatch")) {
      Conditions.of(input).onWrite(key, objects.latest(bucket, key));
    }
    Claims claims = Claims.of(call, Optional.of(Algorithm.CRC64NVME));
    try (Taken taken = bodies.take(input.optionalBlob("Body").orElse(NOTHING), claims)) {
      Instant now = S3Times.seconds(clock);
      ObjectWriter.Written written =
          writer.put(
              call,
              "ObjectCreated:Put",
              current -> {
                taken.keep();
                StoredPart part = new StoredPart(1, taken.piece(), taken.etag(), Sums.NONE, now);
                return new StoredObject(
                    key,
                    StoredObject.NULL,
                    false,
                    0,
                    now,
                    taken.etag(),
                    false,
                    List.of(part),
                    taken.sums(),
                    properties.values(),
                    properties.metadata(),
                    tags);
              });
      taken.settle();
      return Answer.of(shown(written));
    }
  }

  private static Map<String, Object> shown(ObjectWriter.Written written) {
    StoredObject object = written.object();
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("ETag", object.quotedEtag());
    output.putAll(object.sums().membersWithType());
    output.putAll(encryption(object));
    output.putAll(Located.versionMember(written.bucket(), object));
    return output;
  }

  /// What every answer about an object says of its encryption.
  static Map<String, Object> encryption(StoredObject object) {
    Map<String, Object> shown = new LinkedHashMap<>();
    for (String name : List.of("ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled")) {
      Object value = object.properties().get(name);
      if (value != null) {
        shown.put(name, value);
      }
    }
    return shown;
  }
}

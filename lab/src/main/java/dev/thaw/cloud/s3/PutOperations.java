package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.Map;
import java.util.Optional;

/// Objects that come in one request.
final class PutOperations {

  private static final Blob NOTHING = Blob.of(new byte[0]);

  private final Buckets buckets;
  private final Objects objects;
  private final Bodies bodies;
  private final ObjectWriter writer;

  PutOperations(Buckets buckets, Objects objects, Bodies bodies, ObjectWriter writer) {
    this.buckets = buckets;
    this.objects = objects;
    this.bodies = bodies;
    this.writer = writer;
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
      return Answer.of(writer.put(call, "ObjectCreated:Put", taken, properties, tags).members());
    }
  }
}

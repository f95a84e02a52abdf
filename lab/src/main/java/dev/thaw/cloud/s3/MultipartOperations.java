package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Uploads in parts: their beginnings and ends.
final class MultipartOperations {

  private final Store store;
  private final Buckets buckets;
  private final Uploads uploads;
  private final Bodies bodies;
  private final ObjectWriter writer;
  private final Clock clock;

  MultipartOperations(
      Store store,
      Buckets buckets,
      Uploads uploads,
      Bodies bodies,
      ObjectWriter writer,
      Clock clock) {
    this.store = store;
    this.buckets = buckets;
    this.uploads = uploads;
    this.bodies = bodies;
    this.writer = writer;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateMultipartUpload", this::create,
        "CompleteMultipartUpload", this::complete,
        "AbortMultipartUpload", this::abort);
  }

  private Answer create(Call call) {
    Document input = call.input();
    String key = input.text("Key");
    ObjectWriter.checkKey(key);
    Bucket bucket = buckets.require(call);
    Properties properties = Properties.of(input, bucket);
    Map<String, String> tags = input.optionalText("Tagging").map(Tags::parse).orElse(Map.of());
    Optional<Algorithm> asked = Algorithm.asked(input);
    Algorithm algorithm = asked.orElse(Algorithm.CRC64NVME);
    Upload upload =
        new Upload(
            HexFormat.of().toHexDigits(clock.now()) + UUID.randomUUID().toString().replace("-", ""),
            key,
            S3Times.seconds(clock),
            algorithm,
            asked.isPresent(),
            composite(input, algorithm),
            properties,
            tags);
    store.change(() -> {
      uploads.put(buckets.require(call), upload);
      return true;
    });
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Bucket", bucket.name());
    output.put("Key", key);
    output.put("UploadId", upload.id());
    asked.ifPresent(named -> {
      output.put("ChecksumAlgorithm", named.name());
      output.put("ChecksumType", upload.checksumType());
    });
    output.putAll(Properties.encryption(properties.values()));
    return Answer.of(output);
  }

  private static boolean composite(Document input, Algorithm algorithm) {
    boolean composite =
        input
            .optionalText("ChecksumType")
            .map("COMPOSITE"::equals)
            .orElse(algorithm != Algorithm.CRC64NVME);
    boolean possible = composite ? algorithm != Algorithm.CRC64NVME : algorithm.joins();
    if (!possible) {
      throw S3Errors.request(
          "The "
              + (composite ? "COMPOSITE" : "FULL_OBJECT")
              + " checksum type cannot be used with the "
              + algorithm.name().toLowerCase(Locale.ROOT)
              + " checksum algorithm.");
    }
    return composite;
  }

  private Answer complete(Call call) {
    Document input = call.input();
    String key = input.text("Key");
    String id = input.text("UploadId");
    List<Document> named =
        input
            .optionalDocument("MultipartUpload")
            .orElseThrow(S3Errors::malformed)
            .documents("Parts");
    List<Piece> unused = new ArrayList<>();
    ObjectWriter.Written written =
        writer.put(
            call,
            "ObjectCreated:CompleteMultipartUpload",
            bucket -> {
              Upload upload = uploads.require(bucket, key, id);
              List<StoredPart> arrived = uploads.parts(upload);
              Assembly assembly = Assembly.of(upload, named, arrived);
              check(input, upload, assembly);
              uploads.remove(bucket, upload);
              arrived.stream()
                  .filter(part -> !assembly.parts().contains(part))
                  .forEach(part -> unused.add(part.piece()));
              bodies.forget(unused);
              return object(upload, assembly);
            });
    bodies.delete(unused);
    Map<String, Object> output = new LinkedHashMap<>();
    String host = call.head().header("host").orElse("s3.amazonaws.com");
    output.put("Location", "http://" + host + "/" + written.bucket().name() + "/" + key);
    output.put("Bucket", written.bucket().name());
    output.put("Key", key);
    output.putAll(written.members());
    return Answer.of(output);
  }

  private static void check(Document input, Upload upload, Assembly assembly) {
    input
        .optionalNumber("MpuObjectSize")
        .filter(size -> size != assembly.size())
        .ifPresent(size -> {
          throw S3Errors.request(
              "The provided 'x-amz-mp-object-size' header value "
                  + size
                  + " does not match what was computed: "
                  + assembly.size());
        });
    input
        .optionalText("ChecksumType")
        .filter(type -> !type.equals(upload.checksumType()))
        .ifPresent(type -> {
          throw S3Errors.request(
              "The upload was created using the "
                  + upload.checksumType()
                  + " checksum mode. The complete request must use the same checksum mode.");
        });
    assembly
        .sums()
        .values()
        .forEach((algorithm, value) -> {
          if (input
              .optionalText(algorithm.member())
              .filter(not -> !not.equals(value))
              .isPresent()) {
            throw new ApiException(
                400,
                "BadDigest",
                "The "
                    + algorithm.name()
                    + " you specified did not match the calculated checksum.");
          }
        });
  }

  private StoredObject object(Upload upload, Assembly assembly) {
    return StoredObject.draft(
        upload.key(),
        S3Times.seconds(clock),
        assembly.etag(),
        true,
        assembly.parts(),
        assembly.sums(),
        upload.properties(),
        upload.tags());
  }

  private Answer abort(Call call) {
    Document input = call.input();
    List<Piece> dropped =
        store.change(() -> {
          Bucket bucket = buckets.require(call);
          Upload upload = uploads.require(bucket, input.text("Key"), input.text("UploadId"));
          List<Piece> pieces = uploads.parts(upload).stream().map(StoredPart::piece).toList();
          uploads.remove(bucket, upload);
          bodies.forget(pieces);
          return pieces;
        });
    bodies.delete(dropped);
    return Answer.empty();
  }
}

package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes an object of the parts that a client names. Pure.
record Assembly(List<StoredPart> parts, String etag, Sums sums) {

  /// @param named the parts as the client lists them
  /// @param arrived the parts that have come
  /// @throws ApiException if they do not make an object
  static Assembly of(Upload upload, List<Document> named, List<StoredPart> arrived) {
    if (named.isEmpty() || named.size() > S3Limits.MAX_PARTS) {
      throw S3Errors.malformed();
    }
    Map<Long, StoredPart> byNumber = new HashMap<>();
    arrived.forEach(part -> byNumber.put((long) part.number(), part));
    List<StoredPart> parts = new ArrayList<>(named.size());
    long before = 0;
    for (Document each : named) {
      long number = each.optionalNumber("PartNumber").orElseThrow(S3Errors::malformed);
      if (number <= before) {
        throw S3Errors.of(
            400,
            "InvalidPartOrder",
            "The list of parts was not in ascending order. The parts list must be specified in"
                + " order by part number.",
            Map.of("UploadId", upload.id()));
      }
      before = number;
      parts.add(part(upload, each, number, Optional.ofNullable(byNumber.get(number))));
    }
    checkSizes(parts);
    return new Assembly(List.copyOf(parts), etag(parts), sums(upload, parts));
  }

  private static StoredPart part(
      Upload upload, Document named, long number, Optional<StoredPart> arrived) {
    String etag = named.optionalText("ETag").orElse("").replace("\"", "");
    boolean sums =
        arrived.isPresent()
            && arrived.get().sums().values().entrySet().stream()
                .allMatch(sum ->
                    named
                        .optionalText(sum.getKey().member())
                        .filter(claimed -> !claimed.equals(sum.getValue()))
                        .isEmpty());
    if (sums && arrived.get().etag().equals(etag)) {
      return arrived.get();
    }
    throw S3Errors.of(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been"
            + " uploaded, or the specified entity tag may not match the part's entity tag.",
        Map.of("UploadId", upload.id(), "PartNumber", number, "ETag", etag));
  }

  private static void checkSizes(List<StoredPart> parts) {
    for (StoredPart part : parts.subList(0, parts.size() - 1)) {
      if (part.piece().size() < S3Limits.MIN_PART) {
        throw S3Errors.of(
            400,
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size",
            Map.of(
                "ProposedSize", part.piece().size(),
                "MinSizeAllowed", S3Limits.MIN_PART,
                "PartNumber", part.number(),
                "ETag", part.etag()));
      }
    }
  }

  /// The digest of the parts' digests, and how many there are.
  private static String etag(List<StoredPart> parts) {
    MessageDigest md5 = Algorithm.digest("MD5");
    parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
    return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
  }

  private static Sums sums(Upload upload, List<StoredPart> parts) {
    Algorithm algorithm = upload.algorithm();
    if (upload.composite()) {
      Algorithm.Hash hash = algorithm.start();
      for (StoredPart part : parts) {
        byte[] value = value(algorithm, part);
        hash.update(value, 0, value.length);
      }
      String value = Base64.getEncoder().encodeToString(hash.value()) + "-" + parts.size();
      return new Sums(Map.of(algorithm, value), true);
    }
    byte[] whole = value(algorithm, parts.getFirst());
    for (StoredPart part : parts.subList(1, parts.size())) {
      whole = algorithm.join(whole, value(algorithm, part), part.piece().size());
    }
    return new Sums(Map.of(algorithm, Base64.getEncoder().encodeToString(whole)), false);
  }

  private static byte[] value(Algorithm algorithm, StoredPart part) {
    String value = part.sums().values().get(algorithm);
    if (value == null) {
      throw new IllegalStateException(
          "part " + part.number() + " without " + algorithm + " (expected: one of every part)");
    }
    return Base64.getDecoder().decode(value);
  }

  long size() {
    return parts.stream().mapToLong(part -> part.piece().size()).sum();
  }
}

package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a client says of the bytes that it sends.
///
/// @param algorithms to calculate and keep
/// @param expected of them, known before the body came
/// @param md5 of `Content-MD5`
/// @param sha256 of the signature, in hexadecimal
record Claims(
    Set<Algorithm> algorithms,
    Map<Algorithm, String> expected,
    Optional<String> md5,
    Optional<String> sha256) {

  static final Claims NONE = new Claims(Set.of(), Map.of(), Optional.empty(), Optional.empty());

  /// @param usual what is calculated where the client names nothing
  static Claims of(Call call, Optional<Algorithm> usual) {
    Document input = call.input();
    for (String name : Algorithm.NOT_EMULATED) {
      if (input.has("Checksum" + name)) {
        throw S3Errors.notEmulated("checksums " + name);
      }
    }
    Map<Algorithm, String> expected = new EnumMap<>(Algorithm.class);
    for (Algorithm algorithm : Algorithm.values()) {
      input
          .optionalText(algorithm.member())
          .ifPresent(value -> expected.put(algorithm, checked(algorithm, value)));
    }
    if (expected.size() > 1) {
      throw S3Errors.request(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    Set<Algorithm> algorithms = new LinkedHashSet<>(expected.keySet());
    Algorithm.asked(input).ifPresent(algorithms::add);
    trailer(call).ifPresent(algorithms::add);
    if (algorithms.isEmpty()) {
      usual.ifPresent(algorithms::add);
    }
    return new Claims(
        algorithms,
        expected,
        input.optionalText("ContentMD5").map(Claims::md5),
        call.head().header("x-amz-content-sha256").filter(hash -> hash.length() == 64));
  }

  private static Optional<Algorithm> trailer(Call call) {
    return call.head()
        .header("x-amz-trailer")
        .map(name -> name.trim().toLowerCase(Locale.ROOT))
        .flatMap(name ->
            Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.header().equals(name))
                .findFirst());
  }

  private static String checked(Algorithm algorithm, String value) {
    byte[] bytes = decode(value);
    if (bytes.length != algorithm.bytes()) {
      throw S3Errors.request("Value for " + algorithm.header() + " header is invalid.");
    }
    return value;
  }

  private static String md5(String value) {
    if (decode(value).length != 16) {
      throw S3Errors.of(
          400,
          "InvalidDigest",
          "The Content-MD5 you specified was invalid.",
          Map.of("Content-MD5", value));
    }
    return value;
  }

  /// Empty if it is no base64.
  private static byte[] decode(String value) {
    try {
      return Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /// Compares with what came.
  ///
  /// @param trailers of the body, which may carry a checksum
  /// @param sha256 calculated if it was claimed
  /// @throws ApiException if they differ
  void verify(Sums sums, byte[] md5, Optional<byte[]> sha256, Map<String, String> trailers) {
    this.md5.ifPresent(claimed -> {
      String calculated = Base64.getEncoder().encodeToString(md5);
      if (!claimed.equals(calculated)) {
        throw S3Errors.of(
            400,
            "BadDigest",
            "The Content-MD5 you specified did not match what we received.",
            Map.of("ExpectedDigest", claimed, "CalculatedDigest", calculated));
      }
    });
    if (this.sha256.isPresent() && sha256.isPresent()) {
      String calculated = HexFormat.of().formatHex(sha256.get());
      if (!this.sha256.get().equalsIgnoreCase(calculated)) {
        throw S3Errors.of(
            400,
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            Map.of(
                "ClientComputedContentSHA256",
                this.sha256.get(),
                "S3ComputedContentSHA256",
                calculated));
      }
    }
    for (Algorithm algorithm : algorithms) {
      String claimed =
          Optional.ofNullable(trailers.get(algorithm.header()))
              .map(value -> checked(algorithm, value))
              .orElse(expected.get(algorithm));
      if (claimed != null && !claimed.equals(sums.values().get(algorithm))) {
        throw new ApiException(
            400,
            "BadDigest",
            "The " + algorithm.name() + " you specified did not match the calculated checksum.");
      }
    }
  }
}

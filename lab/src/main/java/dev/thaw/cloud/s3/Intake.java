package dev.thaw.cloud.s3;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hashes bytes as they come: everything that is asked of them in one pass.
final class Intake {

  private final MessageDigest md5 = Algorithm.digest("MD5");
  private final @Nullable MessageDigest sha256;
  private final Map<Algorithm, Algorithm.Hash> hashes = new EnumMap<>(Algorithm.class);
  private long size;

  Intake(Claims claims) {
    sha256 = claims.sha256().isPresent() ? Algorithm.digest("SHA-256") : null;
    claims.algorithms().forEach(algorithm -> hashes.put(algorithm, algorithm.start()));
  }

  void take(byte[] bytes, int length) {
    takeMd5(bytes, length);
    takeBeside(bytes, length);
  }

  void takeMd5(byte[] bytes, int length) {
    md5.update(bytes, 0, length);
  }

  /// All but the MD5, which another thread may take at the same time.
  void takeBeside(byte[] bytes, int length) {
    size += length;
    if (sha256 != null) {
      sha256.update(bytes, 0, length);
    }
    for (Algorithm.Hash hash : hashes.values()) {
      hash.update(bytes, 0, length);
    }
  }

  long size() {
    return size;
  }

  /// Compares with what was claimed.
  Hashed finish(Claims claims, Map<String, String> trailers) {
    byte[] digest = md5.digest();
    Map<Algorithm, String> values = new EnumMap<>(Algorithm.class);
    hashes.forEach((algorithm, hash) ->
        values.put(algorithm, Base64.getEncoder().encodeToString(hash.value())));
    Sums sums = new Sums(values, false);
    claims.verify(sums, digest, Optional.ofNullable(sha256).map(MessageDigest::digest), trailers);
    return new Hashed(digest, sums);
  }

  /// @param md5 which is the entity tag
  record Hashed(byte[] md5, Sums sums) {}
}

package dev.thaw.cloud.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names of runtime versions. AWS's are hashes that nobody can look up; ours follow from the
/// runtime's name.
final class RuntimeVersions {

  private RuntimeVersions() {}

  static String arn(String region, String runtime) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(runtime.getBytes(StandardCharsets.UTF_8));
      return "arn:aws:lambda:" + region + "::runtime:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

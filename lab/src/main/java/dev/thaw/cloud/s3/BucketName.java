package dev.thaw.cloud.s3;

import java.util.Map;
import java.util.regex.Pattern;

/// What a bucket may be called.
final class BucketName {

  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private BucketName() {}

  static void check(String name) {
    if (!isValid(name)) {
      throw S3Errors.of(
          400,
          "InvalidBucketName",
          "The specified bucket is not valid.",
          Map.of("BucketName", name));
    }
  }

  static boolean isValid(String name) {
    return VALID.matcher(name).matches()
        && !ADDRESS.matcher(name).matches()
        && !name.contains("..")
        && !name.contains(".-")
        && !name.contains("-.")
        && !name.startsWith("xn--")
        && !name.startsWith("sthree-")
        && !name.endsWith("-s3alias")
        && !name.endsWith("--ol-s3")
        && !name.endsWith("--x-s3");
  }
}

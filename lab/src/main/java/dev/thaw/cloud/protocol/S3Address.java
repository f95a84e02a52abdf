package dev.thaw.cloud.protocol;

import java.util.Locale;
import java.util.Optional;

/// Where S3 stands in a host name: as the service, `s3.us-east-1.amazonaws.com`, or behind a
/// bucket, `bucket.s3.amazonaws.com` and, on this machine, `bucket.localhost`.
public final class S3Address {

  private static final String LOCAL = ".localhost";

  private S3Address() {}

  /// The path with the bucket of the host before it, as if the client had used path style.
  public static String path(RequestHead head) {
    return head.header("host")
        .flatMap(S3Address::bucket)
        .map(bucket -> "/" + bucket + head.path())
        .orElse(head.path());
  }

  /// Whether the host names S3 without a bucket.
  static boolean isService(String host) {
    String name = name(host);
    return name.endsWith(".amazonaws.com") && (name.startsWith("s3.") || name.startsWith("s3-"));
  }

  /// The bucket in a host of AWS's names, or of thaw's after them.
  static Optional<String> remoteBucket(String host) {
    String name = name(host);
    int at = Math.max(name.lastIndexOf(".s3."), name.lastIndexOf(".s3-"));
    return at > 0 ? Optional.of(host.substring(0, at)) : Optional.empty();
  }

  /// `bucket.localhost`, which resolves everywhere without any set-up.
  static Optional<String> localBucket(String host) {
    String name = name(host);
    int end = name.length() - LOCAL.length();
    return end > 0 && name.endsWith(LOCAL) && !name.equals("s3" + LOCAL)
        ? Optional.of(host.substring(0, end))
        : Optional.empty();
  }

  private static Optional<String> bucket(String host) {
    return remoteBucket(host).or(() -> localBucket(host));
  }

  /// Without a port, in lower case.
  private static String name(String host) {
    int colon = host.indexOf(':');
    return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
  }
}

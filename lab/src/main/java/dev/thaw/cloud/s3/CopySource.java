package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a copy is made of: `/bucket/key?versionId=id`, encoded as in a URL.
record CopySource(String bucket, String key, Optional<String> version) {

  private static final String VERSION = "?versionId=";

  static CopySource parse(String header) {
    int query = header.indexOf(VERSION);
    String path = query < 0 ? header : header.substring(0, query);
    Optional<String> version =
        query < 0 ? Optional.empty() : Optional.of(header.substring(query + VERSION.length()));
    version.ifPresent(Located::check);
    String decoded;
    try {
      // A plus is a plus in paths
      decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalid(header);
    }
    if (decoded.startsWith("arn:")) {
      throw S3Errors.notEmulated("copies from access points (" + header + ")");
    }
    String bare = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = bare.indexOf('/');
    if (slash <= 0 || slash == bare.length() - 1) {
      throw invalid(header);
    }
    return new CopySource(bare.substring(0, slash), bare.substring(slash + 1), version);
  }

  private static ApiException invalid(String header) {
    return S3Errors.argument(
        "x-amz-copy-source",
        header,
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }

  /// The object itself, if it belongs to whom the caller expects.
  Located locate(Document input, Buckets buckets, Objects objects) {
    Bucket found = buckets.require(bucket);
    input
        .optionalText("ExpectedSourceBucketOwner")
        .filter(owner -> !owner.equals(found.owner()))
        .ifPresent(owner -> {
          throw S3Errors.denied();
        });
    return new Located(found, objects, key, version);
  }
}

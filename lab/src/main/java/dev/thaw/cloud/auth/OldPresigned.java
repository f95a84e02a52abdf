package dev.thaw.cloud.auth;

import dev.thaw.cloud.auth.Refusal.Kind;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.S3Address;
import dev.thaw.wire.sigv4.PercentCoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A URL presigned in S3's way before Signature Version 4, which boto3 still takes where AWS does:
/// `?AWSAccessKeyId=…&Signature=…&Expires=…`. Pure.
record OldPresigned(RequestHead head, String accessKey, String signature, String expires) {

  private static final String TOKEN = "x-amz-security-token";

  /// Parameters that belong to what is signed; all others do not.
  private static final Set<String> SUBRESOURCES =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "cors",
          "defaultObjectAcl",
          "delete",
          "inventory",
          "lifecycle",
          "location",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "partNumber",
          "policy",
          "replication",
          "requestPayment",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires",
          "restore",
          "select",
          "select-type",
          "storageClass",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "website");

  /// @return empty if the request is signed in another way
  static Optional<OldPresigned> of(RequestHead head) {
    Optional<String> signature = head.query().first("Signature");
    if (head.header("authorization").isPresent() || signature.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OldPresigned(
            head,
            head.query().first("AWSAccessKeyId").orElse(""),
            signature.get(),
            head.query().first("Expires").orElse("")));
  }

  Optional<String> token() {
    return head.query().first(TOKEN).or(() -> head.header(TOKEN));
  }

  /// @throws Refusal unless the URL is signed with the key and still good
  void check(SigningKey key, Instant now) {
    if (!expires.matches("[0-9]{1,12}")) {
      throw new Refusal(Kind.BAD_QUERY, "Invalid date (should be seconds since epoch): " + expires);
    }
    if (now.getEpochSecond() > Long.parseLong(expires)) {
      throw new Refusal(Kind.LATE, "Expires: " + expires);
    }
    key.checkToken(accessKey, token(), now);
    String path = S3Address.path(head);
    String toSign = toSign(path);
    boolean right = SigV4.same(sign(key.secret(), toSign), signature);
    if (!right && path.indexOf('/', 1) < 0) {
      // A bucket is signed with a slash behind it, whether the URL has one or not
      right = SigV4.same(sign(key.secret(), toSign(path + "/")), signature);
    }
    if (!right) {
      throw Refusal.mismatch(signature, toSign, "");
    }
  }

  private String toSign(String path) {
    return head.method()
        + "\n"
        + named("content-md5")
        + "\n"
        + named("content-type")
        + "\n"
        + expires
        + "\n"
        + amzHeaders()
        + path
        + subresources();
  }

  private String named(String name) {
    return head.header(name).or(() -> head.query().first(name)).orElse("");
  }

  /// Those of the header, and those that were put into the query.
  private String amzHeaders() {
    SortedMap<String, String> signed = new TreeMap<>();
    for (Parameter parameter : parameters()) {
      if (parameter.name().startsWith("x-amz-")) {
        signed.put(parameter.name(), parameter.value());
      }
    }
    head.headers()
        .forEach((name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith("x-amz-")) {
            signed.put(lower, value.strip());
          }
        });
    StringBuilder text = new StringBuilder();
    signed.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.toString();
  }

  private String subresources() {
    SortedMap<String, String> signed = new TreeMap<>();
    for (Parameter parameter : parameters()) {
      if (SUBRESOURCES.contains(parameter.name())) {
        signed.put(
            parameter.name(),
            parameter.bare() ? parameter.name() : parameter.name() + "=" + parameter.value());
      }
    }
    return signed.isEmpty() ? "" : "?" + String.join("&", signed.values());
  }

  private record Parameter(String name, String value, boolean bare) {}

  private List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : head.query().raw().split("&", -1)) {
      int equals = part.indexOf('=');
      parameters.add(
          new Parameter(
              decode(equals < 0 ? part : part.substring(0, equals)),
              equals < 0 ? "" : decode(part.substring(equals + 1)),
              equals < 0));
    }
    return parameters;
  }

  private static String decode(String text) {
    return new String(PercentCoding.decode(text.replace("+", "%20")), StandardCharsets.UTF_8);
  }

  private static String sign(String secret, String toSign) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA1", e);
    }
  }
}

package dev.thaw.cloud.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of Signature Version 4.
final class SigV4 {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String EMPTY_HASH = hash(new byte[0]);

  private SigV4() {}

  /// @param scope `20150830/us-east-1/service/aws4_request`
  static byte[] key(String secret, CredentialScope scope) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    key = hmac(key, scope.day());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    return hmac(key, CredentialScope.END);
  }

  static String toSign(String time, CredentialScope scope, String canonicalRequest) {
    return String.join(
        "\n",
        ALGORITHM,
        time,
        scope.text(),
        hash(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
  }

  /// @param before signature of the chunk before, or of the request
  static String chunkToSign(String time, CredentialScope scope, String before, String dataHash) {
    return String.join(
        "\n", ALGORITHM + "-PAYLOAD", time, scope.text(), before, EMPTY_HASH, dataHash);
  }

  static String trailerToSign(
      String time, CredentialScope scope, String before, String trailerHash) {
    return String.join("\n", "AWS4-HMAC-SHA256-TRAILER", time, scope.text(), before, trailerHash);
  }

  static String sign(byte[] key, String text) {
    return HexFormat.of().formatHex(hmac(key, text));
  }

  /// Takes as long for wrong signatures as for right ones.
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }
}

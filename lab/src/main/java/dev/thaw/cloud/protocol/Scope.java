package dev.thaw.cloud.protocol;

import java.util.Optional;

/// Whose request it is and where it goes, as its signature says. Signatures are not verified.
///
/// @param region of the signature's scope
/// @param account an access key of twelve digits names its account, and so does one that STS gave
///   out; all others belong to the default one
/// @param signingName service in the signature's scope; empty without a signature
public record Scope(String region, String account, String accessKey, Optional<String> signingName) {

  public static final String DEFAULT_REGION = "us-east-1";
  public static final String DEFAULT_ACCOUNT = "000000000000";

  private static final Scope NONE =
      new Scope(DEFAULT_REGION, DEFAULT_ACCOUNT, "", Optional.empty());

  /// Reads the `Credential` of the Authorization header, or `X-Amz-Credential` of the query; or the
  /// key of the signatures before those, which only S3 still takes: boto3 presigns with them.
  public static Scope of(RequestHead head) {
    Optional<String> header = head.header("authorization");
    if (header.isPresent()) {
      int from = header.get().indexOf("Credential=");
      if (from < 0) {
        return header.get().startsWith("AWS ") ? old(header.get().substring(4)) : NONE;
      }
      int start = from + "Credential=".length();
      int comma = header.get().indexOf(',', start);
      return credential(header.get().substring(start, comma < 0 ? header.get().length() : comma));
    }
    try {
      return head.query()
          .first("X-Amz-Credential")
          .map(Scope::credential)
          .or(() -> head.query().first("AWSAccessKeyId").map(Scope::old))
          .orElse(NONE);
    } catch (ApiException _) {
      // Not validly encoded: the protocol that it is for refuses it in its own words
      return NONE;
    }
  }

  /// `AKID`, or `AKID:signature`.
  private static Scope old(String credential) {
    int colon = credential.indexOf(':');
    String key = colon < 0 ? credential : credential.substring(0, colon);
    return new Scope(DEFAULT_REGION, account(key), key, Optional.of("s3"));
  }

  /// `AKID/20261124/us-east-1/lambda/aws4_request`; a key may hold slashes, so it is read from its
  /// end.
  private static Scope credential(String credential) {
    String[] parts = credential.trim().split("/", -1);
    if (parts.length < 5) {
      return NONE;
    }
    String key = parts[0];
    String region = parts[parts.length - 3];
    String service = parts[parts.length - 2];
    return new Scope(
        isName(region) ? region : DEFAULT_REGION,
        account(key),
        key,
        service.isEmpty() ? Optional.empty() : Optional.of(service));
  }

  /// Whose a key is.
  public static String account(String key) {
    return isAccount(key) ? key : AccessKeys.account(key).orElse(DEFAULT_ACCOUNT);
  }

  private static boolean isAccount(String key) {
    return key.length() == 12 && key.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// Regions become part of keys and ARNs: nothing but letters, digits and hyphens.
  private static boolean isName(String region) {
    return !region.isEmpty()
        && region.length() <= 32
        && region
            .chars()
            .allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }
}

package dev.thaw.cloud.auth;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Gate.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// How services word the same refusal.
enum Dialect {
  S3,
  QUERY,
  REST_JSON,
  /// JSON and CBOR that is called by the name of its operation.
  RPC;

  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  static Dialect of(Arrival arrival) {
    if (arrival.service().name().equals("s3")) {
      return S3;
    }
    if (arrival.isQuery()) {
      return QUERY;
    }
    boolean named =
        arrival.exchange().head().header("x-amz-target").isPresent()
            || arrival.exchange().head().header("smithy-protocol").isPresent();
    return named ? RPC : REST_JSON;
  }

  ApiException word(Refusal refusal) {
    return switch (this) {
      case S3 -> s3(refusal);
      case QUERY -> query(refusal);
      case REST_JSON -> json(refusal, 403);
      case RPC -> json(refusal, 400);
    };
  }

  private static ApiException json(Refusal refusal, int status) {
    return switch (refusal.kind()) {
      case MISSING ->
          new ApiException(
              status, "MissingAuthenticationTokenException", "Missing Authentication Token");
      case INCOMPLETE, BAD_QUERY ->
          new ApiException(status, "IncompleteSignatureException", refusal.detail());
      case UNKNOWN_KEY, WRONG_TOKEN ->
          new ApiException(
              status,
              "UnrecognizedClientException",
              "The security token included in the request is invalid.");
      case EXPIRED_TOKEN ->
          new ApiException(
              status,
              "ExpiredTokenException",
              "The security token included in the request is expired");
      case MISMATCH, WRONG_BODY ->
          new ApiException(status, "InvalidSignatureException", mismatch(refusal));
      case SKEWED, LATE -> new ApiException(status, "InvalidSignatureException", refusal.detail());
      case NOT_EMULATED -> notEmulated(refusal);
    };
  }

  private static ApiException query(Refusal refusal) {
    return switch (refusal.kind()) {
      case MISSING ->
          new ApiException(
              403, "MissingAuthenticationToken", "Request is missing Authentication Token");
      case INCOMPLETE, BAD_QUERY -> new ApiException(403, "IncompleteSignature", refusal.detail());
      case UNKNOWN_KEY, WRONG_TOKEN ->
          new ApiException(
              403,
              "InvalidClientTokenId",
              "The security token included in the request is invalid.");
      case EXPIRED_TOKEN ->
          new ApiException(
              403, "ExpiredToken", "The security token included in the request is expired");
      case MISMATCH, WRONG_BODY ->
          new ApiException(403, "SignatureDoesNotMatch", mismatch(refusal));
      case SKEWED, LATE -> new ApiException(403, "SignatureDoesNotMatch", refusal.detail());
      case NOT_EMULATED -> notEmulated(refusal);
    };
  }

  /// AWS tells its own side too, which is what finds the error.
  private static String mismatch(Refusal refusal) {
    if (refusal.canonical().isEmpty()) {
      return refusal.kind() == Refusal.Kind.MISMATCH ? refusal.detail() : MISMATCH;
    }
    return MISMATCH
        + "\n\nThe Canonical String for this request should have been\n'"
        + refusal.canonical()
        + "'\n\nThe String-to-Sign should have been\n'"
        + refusal.toSign()
        + "'\n";
  }

  private static ApiException s3(Refusal refusal) {
    return switch (refusal.kind()) {
      case MISSING -> new ApiException(403, "AccessDenied", "Access Denied");
      case INCOMPLETE -> new ApiException(400, "AuthorizationHeaderMalformed", refusal.detail());
      case BAD_QUERY ->
          new ApiException(400, "AuthorizationQueryParametersError", refusal.detail());
      case UNKNOWN_KEY ->
          new ApiException(
              new ApiError(
                  403,
                  "InvalidAccessKeyId",
                  "The AWS Access Key Id you provided does not exist in our records.",
                  Map.of("AWSAccessKeyId", refusal.detail())));
      case WRONG_TOKEN ->
          new ApiException(
              400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
      case EXPIRED_TOKEN ->
          new ApiException(400, "ExpiredToken", "The provided token has expired.");
      case MISMATCH -> s3Mismatch(refusal);
      case SKEWED ->
          new ApiException(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.");
      case LATE -> new ApiException(403, "AccessDenied", "Request has expired");
      case WRONG_BODY ->
          new ApiException(
              400,
              "XAmzContentSHA256Mismatch",
              "The provided 'x-amz-content-sha256' header does not match what was computed.");
      case NOT_EMULATED -> notEmulated(refusal);
    };
  }

  private static ApiException s3Mismatch(Refusal refusal) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("StringToSign", refusal.toSign());
    fields.put("SignatureProvided", refusal.detail());
    fields.put("StringToSignBytes", hex(refusal.toSign()));
    if (!refusal.canonical().isEmpty()) {
      fields.put("CanonicalRequest", refusal.canonical());
      fields.put("CanonicalRequestBytes", hex(refusal.canonical()));
    }
    return new ApiException(
        new ApiError(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check"
                + " your key and signing method.",
            fields));
  }

  private static String hex(String text) {
    return HexFormat.ofDelimiter(" ").formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ApiException notEmulated(Refusal refusal) {
    return new ApiException(
        501, "NotImplemented", "thaw does not verify " + refusal.detail() + " (expected: SigV4)");
  }
}

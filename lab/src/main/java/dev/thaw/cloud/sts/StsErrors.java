package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.ApiException;

/// Errors in STS's own words.
final class StsErrors {

  private StsErrors() {}

  static ApiException validation(String message) {
    return new ApiException(400, "ValidationError", message);
  }

  static ApiException denied(String message) {
    return new ApiException(403, "AccessDenied", message);
  }

  static ApiException invalidToken(String message) {
    return new ApiException(400, "InvalidIdentityToken", message);
  }

  static ApiException notEmulated(String member) {
    return new ApiException(
        501, "NotImplemented", "thaw does not emulate " + member + " of STS requests");
  }
}

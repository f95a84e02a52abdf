package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service.BodyLimit;

/// IAM's quotas, as a new account has them.
final class IamLimits implements BodyLimit {

  static final int ROLES = 1_000;
  static final int POLICIES = 1_500;
  static final int ATTACHED = 10;
  static final int VERSIONS = 5;
  static final int TAGS = 50;

  /// Characters of documents; white space does not count.
  static final int TRUST = 2_048;

  static final int INLINE = 10_240;
  static final int MANAGED = 6_144;

  private static final long MAX_BODY = 1 << 20;

  @Override
  public long bytes(Operation operation) {
    return MAX_BODY;
  }

  @Override
  public ApiException exceeded(Operation operation) {
    return new ApiException(
        413, "RequestEntityTooLarge", "Request must be smaller than " + MAX_BODY + " bytes");
  }

  static ApiException quota(String name, int most) {
    return IamErrors.limit("Cannot exceed quota for " + name + ": " + most);
  }
}

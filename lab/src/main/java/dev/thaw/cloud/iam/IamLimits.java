package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.ApiException;

/// IAM's quotas, as a new account has them.
final class IamLimits {

  static final int ROLES = 1_000;
  static final int POLICIES = 1_500;
  static final int ATTACHED = 10;
  static final int VERSIONS = 5;
  static final int TAGS = 50;

  /// Characters of documents; white space does not count.
  static final int TRUST = 2_048;

  static final int INLINE = 10_240;
  static final int MANAGED = 6_144;

  static final long MAX_BODY = 1 << 20;

  private IamLimits() {}

  static ApiException quota(String name, int most) {
    return IamErrors.limit("Cannot exceed quota for " + name + ": " + most);
  }
}

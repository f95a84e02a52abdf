package dev.thaw.cloud.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How often the roles of an account use each policy.
///
/// @param attachments by ARN
/// @param boundaries by ARN
record Usage(Map<String, Long> attachments, Map<String, Long> boundaries) {

  static Usage of(List<Role> roles) {
    Usage usage = new Usage(new HashMap<>(), new HashMap<>());
    for (Role role : roles) {
      role.attached().forEach(arn -> usage.attachments.merge(arn, 1L, Long::sum));
      role.boundary().ifPresent(arn -> usage.boundaries.merge(arn, 1L, Long::sum));
    }
    return usage;
  }

  long attached(String arn) {
    return attachments.getOrDefault(arn, 0L);
  }

  long bounding(String arn) {
    return boundaries.getOrDefault(arn, 0L);
  }

  boolean any(String arn) {
    return attached(arn) + bounding(arn) > 0;
  }

  /// @param filter as `PolicyUsageFilter` has it; empty for any use or none
  boolean matches(String arn, String filter) {
    return switch (filter) {
      case "PermissionsPolicy" -> attached(arn) > 0;
      case "PermissionsBoundary" -> bounding(arn) > 0;
      default -> true;
    };
  }
}

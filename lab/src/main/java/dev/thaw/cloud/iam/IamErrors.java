package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.ApiException;

/// Errors in IAM's own words.
final class IamErrors {

  private IamErrors() {}

  static ApiException noSuchEntity(String message) {
    return new ApiException(404, "NoSuchEntity", message);
  }

  static ApiException noRole(String name) {
    return noSuchEntity("The role with name " + name + " cannot be found.");
  }

  static ApiException noUser(String name) {
    return noSuchEntity("The user with name " + name + " cannot be found.");
  }

  static ApiException noPolicy(String arn) {
    return noSuchEntity("Policy " + arn + " was not found.");
  }

  static ApiException notAttachable(String arn) {
    return noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
  }

  static ApiException noVersion(String arn, String version) {
    return noSuchEntity(
        "Policy " + arn + " version " + version + " does not exist or is not attachable.");
  }

  static ApiException exists(String message) {
    return new ApiException(409, "EntityAlreadyExists", message);
  }

  static ApiException deleteConflict(String message) {
    return new ApiException(409, "DeleteConflict", message);
  }

  static ApiException limit(String message) {
    return new ApiException(409, "LimitExceeded", message);
  }

  static ApiException malformed(String message) {
    return new ApiException(400, "MalformedPolicyDocument", message);
  }

  static ApiException invalidInput(String message) {
    return new ApiException(400, "InvalidInput", message);
  }

  static ApiException unmodifiable(String role) {
    return new ApiException(
        400,
        "UnmodifiableEntity",
        "Cannot perform the operation on the protected role '"
            + role
            + "' - this role is only modifiable by AWS");
  }

  static ApiException validation(String message) {
    return new ApiException(400, "ValidationError", message);
  }

  static ApiException notEmulated(String what) {
    return new ApiException(501, "NotImplemented", "thaw does not emulate " + what);
  }
}

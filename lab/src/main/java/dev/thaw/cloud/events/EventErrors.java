package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.ApiException;

/// Errors in EventBridge's own words.
final class EventErrors {

  private EventErrors() {}

  static ApiException invalid(String message) {
    return new ApiException(400, "ValidationException", message);
  }

  static ApiException missing(String message) {
    return new ApiException(400, "ResourceNotFoundException", message);
  }

  static ApiException noRule(RuleKey rule) {
    return missing(
        "Rule " + rule.name() + " does not exist on EventBus " + rule.bus().name() + ".");
  }

  static ApiException noBus(String name) {
    return missing("Event bus " + name + " does not exist.");
  }

  static ApiException busExists(String name) {
    return new ApiException(
        400, "ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
  }

  static ApiException limit() {
    return new ApiException(
        400,
        "LimitExceededException",
        "The requested resource exceeds the maximum number allowed.");
  }

  static ApiException invalidPattern(String reason) {
    return new ApiException(
        400, "InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
  }

  /// Something that AWS has and thaw does not.
  static ApiException notEmulated(String what) {
    return new ApiException(501, "NotImplemented", "thaw does not emulate " + what);
  }
}

package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.ApiException;

/// Errors in the words of CloudWatch.
final class CloudWatchErrors {

  private CloudWatchErrors() {}

  static ApiException invalid(String message) {
    return new ApiException(400, "InvalidParameterValueException", message);
  }

  static ApiException combination(String message) {
    return new ApiException(400, "InvalidParameterCombinationException", message);
  }

  static ApiException missing(String message) {
    return new ApiException(400, "MissingRequiredParameterException", message);
  }

  /// Of `GetMetricData`.
  static ApiException validation(String message) {
    return new ApiException(400, "ValidationError", message);
  }

  /// What AWS honours and thaw does not.
  static ApiException notEmulated(String what) {
    return new ApiException(
        501, "NotImplemented", "thaw does not emulate " + what + " of CloudWatch");
  }
}

package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.ApiException;

/// Errors in the words of CloudWatch Logs.
final class LogsErrors {

  private LogsErrors() {}

  static ApiException noGroup() {
    return new ApiException(
        400, "ResourceNotFoundException", "The specified log group does not exist.");
  }

  static ApiException noStream() {
    return new ApiException(
        400, "ResourceNotFoundException", "The specified log stream does not exist.");
  }

  /// @param what `group` or `stream`
  static ApiException exists(String what) {
    return new ApiException(
        400, "ResourceAlreadyExistsException", "The specified log " + what + " already exists");
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "InvalidParameterException", message);
  }

  /// What AWS honours and thaw does not.
  static ApiException notEmulated(String setting) {
    return new ApiException(
        501, "NotImplemented", "thaw does not emulate " + setting + " of CloudWatch Logs");
  }
}

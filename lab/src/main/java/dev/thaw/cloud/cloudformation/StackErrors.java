package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.protocol.ApiException;

/// Errors in CloudFormation's own words.
final class StackErrors {

  private StackErrors() {}

  static ApiException invalid(String message) {
    return new ApiException(400, "ValidationError", message);
  }

  static ApiException missing(String name) {
    return invalid("Stack with id " + name + " does not exist");
  }

  static ApiException missingBrief(String name) {
    return invalid("Stack [" + name + "] does not exist");
  }

  static ApiException exists(String name) {
    return new ApiException(400, "AlreadyExistsException", "Stack [" + name + "] already exists");
  }

  static ApiException busy(Stack stack) {
    return invalid(
        "Stack:%s is in %s state and can not be updated."
            .formatted(stack.identity().arn(), stack.status()));
  }

  static ApiException noUpdates() {
    return invalid("No updates are to be performed.");
  }

  static ApiException capabilities(String missing) {
    return new ApiException(
        400, "InsufficientCapabilitiesException", "Requires capabilities : [" + missing + "]");
  }

  static ApiException noChangeSet(String name) {
    return new ApiException(
        404, "ChangeSetNotFoundException", "ChangeSet [" + name + "] does not exist");
  }

  static ApiException changeSetStatus(String message) {
    return new ApiException(400, "InvalidChangeSetStatus", message);
  }
}

package dev.thaw.cloud.cloudformation;

/// How it stands with a resource of a stack, in AWS's words.
enum ResourceStatus {
  CREATE_IN_PROGRESS,
  CREATE_COMPLETE,
  CREATE_FAILED,
  UPDATE_IN_PROGRESS,
  UPDATE_COMPLETE,
  UPDATE_FAILED,
  DELETE_IN_PROGRESS,
  DELETE_COMPLETE,
  DELETE_FAILED,
  DELETE_SKIPPED;

  /// Whether the stack no longer has the resource.
  boolean gone() {
    return this == DELETE_COMPLETE || this == DELETE_SKIPPED;
  }

  /// Whether it may be half of what it should be.
  boolean failed() {
    return this == CREATE_FAILED || this == UPDATE_FAILED;
  }
}

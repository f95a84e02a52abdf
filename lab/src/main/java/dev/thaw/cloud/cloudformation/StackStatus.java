package dev.thaw.cloud.cloudformation;

/// How it stands with a stack, in AWS's words.
enum StackStatus {
  REVIEW_IN_PROGRESS,
  CREATE_IN_PROGRESS,
  CREATE_COMPLETE,
  CREATE_FAILED,
  ROLLBACK_IN_PROGRESS,
  ROLLBACK_COMPLETE,
  ROLLBACK_FAILED,
  UPDATE_IN_PROGRESS,
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
  UPDATE_COMPLETE,
  UPDATE_FAILED,
  UPDATE_ROLLBACK_IN_PROGRESS,
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
  UPDATE_ROLLBACK_COMPLETE,
  UPDATE_ROLLBACK_FAILED,
  DELETE_IN_PROGRESS,
  DELETE_COMPLETE,
  DELETE_FAILED;

  /// Whether work goes on; a stack under review only waits.
  boolean busy() {
    return this != REVIEW_IN_PROGRESS && name().endsWith("_IN_PROGRESS");
  }

  boolean updatable() {
    return switch (this) {
      case CREATE_COMPLETE,
          CREATE_FAILED,
          UPDATE_COMPLETE,
          UPDATE_FAILED,
          UPDATE_ROLLBACK_COMPLETE ->
          true;
      case REVIEW_IN_PROGRESS,
          CREATE_IN_PROGRESS,
          ROLLBACK_IN_PROGRESS,
          ROLLBACK_COMPLETE,
          ROLLBACK_FAILED,
          UPDATE_IN_PROGRESS,
          UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
          UPDATE_ROLLBACK_IN_PROGRESS,
          UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
          UPDATE_ROLLBACK_FAILED,
          DELETE_IN_PROGRESS,
          DELETE_COMPLETE,
          DELETE_FAILED ->
          false;
    };
  }
}

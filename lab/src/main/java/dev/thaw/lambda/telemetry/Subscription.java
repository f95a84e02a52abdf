package dev.thaw.lambda.telemetry;

import java.util.Set;

/// What one extension wants to be told, and how.
record Subscription(
    String extension,
    Schema schema,
    Set<Category> types,
    Buffering buffering,
    Destination destination) {

  Subscription {
    types = Set.copyOf(types);
  }

  /// Whether it needs what the processes write while they run.
  boolean wantsLines() {
    return types.contains(Category.FUNCTION) || types.contains(Category.EXTENSION);
  }
}

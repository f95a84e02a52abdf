package dev.thaw.lambda.runtimeapi;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A registered extension. Guarded by the lock of its [RuntimeSession].
final class Extension {

  enum State {
    REGISTERED("Registered"),
    READY("Ready"),
    RUNNING("Running"),
    INIT_ERROR("InitError"),
    EXIT_ERROR("ExitError");

    final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }
  }

  enum EventType {
    INVOKE,
    SHUTDOWN
  }

  final String id = UUID.randomUUID().toString();
  final String name;
  final boolean external;
  final Set<EventType> events;
  State state = State.REGISTERED;

  /// The connection that waits for an event.
  @Nullable ApiConnection waiting;

  /// The event that came while nobody waited.
  @Nullable ApiAnswer pending;

  @Nullable String errorType;

  Extension(String name, boolean external, Set<EventType> events) {
    this.name = name;
    this.external = external;
    this.events = Set.copyOf(events);
  }
}

package dev.thaw.lambda.telemetry;

/// Takes the events of an environment. Telling one never waits for those who listen.
public interface TelemetryEvents {

  /// Whether anybody listens, or may still begin to: spares making events.
  boolean wanted();

  void emit(TelemetryEvent event);
}

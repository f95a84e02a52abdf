package dev.thaw.cloud.logs;

/// An event as it is stored.
record LogEvent(Position position, long ingestedMs, String message) {

  /// What AWS adds to each event when it counts bytes.
  static final int OVERHEAD = 26;

  long timeMs() {
    return position.timeMs();
  }
}

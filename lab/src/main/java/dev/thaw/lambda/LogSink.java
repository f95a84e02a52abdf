package dev.thaw.lambda;

/// Where the lines of functions and of the platform go.
@FunctionalInterface
public interface LogSink {

  /// Called while a function runs: takes the event and returns at once.
  ///
  /// @param timeMs epoch milliseconds
  /// @param message one event, which may hold several lines; no line end at its end
  void append(LogStreamId stream, long timeMs, String message);
}

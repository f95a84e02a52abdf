package dev.thaw.lambda;

/// Where the lines of functions and of the platform go.
@FunctionalInterface
public interface LogSink {

  /// @param group for example `/aws/lambda/hello`
  /// @param stream one per environment
  /// @param timeMs epoch milliseconds
  /// @param message one event, which may hold several lines; no line end at its end
  void append(String group, String stream, long timeMs, String message);
}

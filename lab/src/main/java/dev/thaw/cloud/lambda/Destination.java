package dev.thaw.cloud.lambda;

import java.util.Map;

/// Somewhere outside of Lambda that records of asynchronous events can go: a queue, a topic, a bus,
/// a bucket. The services that thaw has of these register themselves.
public interface Destination {

  /// @param arn of a destination or a dead-letter target
  boolean accepts(String arn);

  /// Takes a record of what became of an event. It is delivered again if this fails.
  ///
  /// @param record JSON as AWS gives it to destinations, or for a dead-letter target the event
  /// @param attributes of a message in a dead-letter target: `RequestID`, `ErrorCode`,
  ///   `ErrorMessage`; else empty
  void send(String arn, byte[] record, Map<String, String> attributes);
}

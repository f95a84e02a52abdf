package dev.thaw.lambda.telemetry;

/// When a batch is delivered: with whichever limit it meets first.
///
/// @param maxBytes 262,144 to 1,048,576
/// @param maxItems 1,000 to 10,000
/// @param timeoutMs 25 to 30,000, from the first event on
record Buffering(int maxBytes, int maxItems, int timeoutMs) {

  static final Buffering DEFAULT = new Buffering(262_144, 10_000, 1_000);
}

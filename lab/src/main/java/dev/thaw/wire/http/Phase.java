package dev.thaw.wire.http;

import java.util.Locale;

/// The parts of one request's time, in the order in which they happen.
public enum Phase {
  /// From the moment the request was meant to go out until work on it began; load generation only.
  BLOCKED,
  /// Looking the host up.
  DNS,
  /// Connecting, over all attempts.
  TCP,
  /// The TLS handshake.
  TLS,
  /// From the first to the last byte of the request handed to the system.
  SEND,
  /// From the last byte sent to the first byte received.
  WAIT,
  /// From the first to the last byte received.
  RECEIVE,
  /// From the beginning of the look-up (of the sending, on a kept connection) to the last byte.
  TOTAL;

  /// The name in JSON and tables.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}

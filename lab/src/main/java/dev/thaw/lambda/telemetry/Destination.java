package dev.thaw.lambda.telemetry;

/// Where the batches of a subscription go: always a port of the environment itself.
sealed interface Destination {

  int port();

  /// A JSON array per batch.
  ///
  /// @param method `POST` or, in the Logs API, `PUT`
  /// @param target path and query
  record Http(int port, String method, String target) implements Destination {}

  /// Events one a line.
  record Tcp(int port) implements Destination {}
}

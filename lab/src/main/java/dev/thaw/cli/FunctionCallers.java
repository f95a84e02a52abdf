package dev.thaw.cli;

import dev.thaw.cloud.protocol.Gate;
import dev.thaw.timeline.Timeline;
import java.io.IOException;

/// Tells which calls came from a function, by the token that its environment signs with.
final class FunctionCallers implements Gate {

  private final Gate inner;
  private final Calls calls;

  FunctionCallers(Gate inner, Calls calls) {
    this.inner = inner;
    this.calls = calls;
  }

  /// Takes the calls.
  @FunctionalInterface
  interface Calls {
    /// Times in nanoseconds since the epoch.
    void called(String environment, String operation, long began, long ended);
  }

  @Override
  public void pass(Arrival arrival, Entrance next) throws IOException {
    try {
      inner.pass(arrival, next);
    } finally {
      arrival
          .exchange()
          .head()
          .header("x-amz-security-token")
          .ifPresent(token -> tell(token, arrival.exchange().timeline()));
    }
  }

  private void tell(String token, Timeline request) {
    int slash = token.lastIndexOf('/');
    Object operation = request.snapshot().attributes().get("operation");
    if (slash > 0 && operation instanceof String name) {
      calls.called(token.substring(slash + 1), name, request.startedAt(), request.clock().now());
    }
  }
}

package dev.thaw.lambda.runtimeapi;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One invocation on its way through a runtime: the event, what came back, and when.
///
/// The stamps are nanoseconds since the epoch, 0 while it has not happened.
public final class Dispatch {

  /// @param deadlineMs epoch milliseconds at which the function times out
  /// @param stream where a streamed answer goes; null if the caller wants it whole
  public record Event(
      String requestId,
      byte[] payload,
      String invokedArn,
      long deadlineMs,
      @Nullable String traceHeader,
      @Nullable String clientContext,
      @Nullable String cognitoIdentity,
      @Nullable ResponseStream stream) {}

  private final Event event;
  private final CompletableFuture<RuntimeAnswer> answer = new CompletableFuture<>();
  private final CompletableFuture<Dispatch> runtimeFree = new CompletableFuture<>();
  private final CompletableFuture<Dispatch> done = new CompletableFuture<>();

  volatile long sent;
  volatile long responseBegan;
  volatile long responseEnded;
  volatile long runtimeDone;
  volatile long producedBytes;
  int outstanding;

  public Dispatch(Event event) {
    this.event = event;
  }

  public Event event() {
    return event;
  }

  /// What the runtime answered; completes as soon as the answer is complete.
  public CompletableFuture<RuntimeAnswer> answer() {
    return answer;
  }

  /// Completes when the runtime has asked for the next one, or has ended; extensions may still be
  /// at work.
  public CompletableFuture<Dispatch> runtimeFree() {
    return runtimeFree;
  }

  /// Completes when the runtime and all extensions that wanted this invocation have asked for the
  /// next one.
  public CompletableFuture<Dispatch> done() {
    return done;
  }

  /// When the event was written to the runtime.
  public long sent() {
    return sent;
  }

  /// When the runtime began to send its answer.
  public long responseBegan() {
    return responseBegan;
  }

  /// When the answer was complete.
  public long responseEnded() {
    return responseEnded;
  }

  /// When the runtime asked for the next invocation.
  public long runtimeDone() {
    return runtimeDone;
  }

  /// Bytes of the answer.
  public long producedBytes() {
    return producedBytes;
  }
}

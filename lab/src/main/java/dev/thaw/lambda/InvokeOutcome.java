package dev.thaw.lambda;

import java.util.Optional;

/// How a synchronous call ended.
public sealed interface InvokeOutcome {

  /// The function ran, well or not.
  ///
  /// @param payload the answer or the error document; empty when it was streamed
  /// @param functionError `Unhandled` if it failed
  /// @param logTail up to 4 KiB of the end of this call's log
  record Answered(byte[] payload, Optional<String> functionError, byte[] logTail)
      implements InvokeOutcome {}

  /// The function was not run: AWS answers 429.
  record Throttled(Reason reason) implements InvokeOutcome {}

  /// thaw itself could not run it, for example for want of an interpreter; the message says what to
  /// do.
  ///
  /// @param errorType as AWS would name the nearest thing, for example `Runtime.InvalidEntrypoint`
  record Unavailable(String errorType, String message) implements InvokeOutcome {}

  /// AWS's reasons of TooManyRequestsException.
  enum Reason {
    CONCURRENT_INVOCATION_LIMIT_EXCEEDED("ConcurrentInvocationLimitExceeded"),
    RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED(
        "ReservedFunctionConcurrentInvocationLimitExceeded"),
    FUNCTION_INVOCATION_RATE_LIMIT_EXCEEDED("FunctionInvocationRateLimitExceeded"),
    CALLER_RATE_LIMIT_EXCEEDED("CallerRateLimitExceeded");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }
}

package dev.thaw.lambda;

import dev.thaw.timeline.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;

/// What Lambda reports about one invocation: a fold of its timeline.
///
/// @param duration nanoseconds of the invoke phase
/// @param init nanoseconds of init, where this invocation came with a cold start
/// @param maxMemoryUsed bytes
/// @param status empty if it went well, otherwise `timeout` or `error`
/// @param errorType with status `error`
record InvokeReport(
    String requestId,
    long duration,
    OptionalLong init,
    int memorySizeMb,
    long maxMemoryUsed,
    Optional<String> status,
    Optional<String> errorType) {

  static InvokeReport of(Snapshot request) {
    return new InvokeReport(
        request.id(),
        request.total("invoke"),
        request.attributes().get("init-ns") instanceof Long ns
            ? OptionalLong.of(ns)
            : OptionalLong.empty(),
        request.attributes().get("memory-size-mb") instanceof Integer mb ? mb : 0,
        request.attributes().get("max-memory-used") instanceof Long bytes ? bytes : 0,
        text(request, "status"),
        text(request, "error-type"));
  }

  /// Milliseconds, rounded up; since August 2025 init is billed too.
  long billedMs() {
    long nanos = duration + init.orElse(0);
    return Math.max(1, (nanos + 999_999) / 1_000_000);
  }

  long maxMemoryUsedMb() {
    return (maxMemoryUsed + (1 << 20) - 1) >> 20;
  }

  private static Optional<String> text(Snapshot request, String key) {
    return request.attributes().get(key) instanceof String value
        ? Optional.of(value)
        : Optional.empty();
  }
}

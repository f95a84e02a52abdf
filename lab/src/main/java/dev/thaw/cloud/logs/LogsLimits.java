package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service.BodyLimit;

/// A batch has at most a megabyte; written as JSON it may be six times as long.
final class LogsLimits implements BodyLimit {

  private static final long MAX_BODY = 8 << 20;

  @Override
  public long bytes(Operation operation) {
    return MAX_BODY;
  }

  @Override
  public ApiException exceeded(Operation operation) {
    return new ApiException(
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than " + MAX_BODY + " bytes for " + operation.name());
  }
}

package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service.BodyLimit;

/// A request has at most a megabyte, and may be written at more length than AWS counts.
final class CloudWatchLimits implements BodyLimit {

  private static final long MAX_BODY = 4 << 20;

  @Override
  public long bytes(Operation operation) {
    return MAX_BODY;
  }

  @Override
  public ApiException exceeded(Operation operation) {
    return new ApiException(
        413,
        "RequestEntityTooLarge",
        "Request must be smaller than " + MAX_BODY + " bytes for " + operation.name());
  }
}

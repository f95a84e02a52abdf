package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service.BodyLimit;

/// How long the bodies of requests may be: AWS takes definitions of APIs up to 6 MB.
final class GatewayLimits implements BodyLimit {

  private static final long MOST = 6 * 1024 * 1024;

  @Override
  public long bytes(Operation operation) {
    return MOST;
  }

  @Override
  public ApiException exceeded(Operation operation) {
    return new ApiException(
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than "
            + MOST
            + " bytes for the "
            + operation.name()
            + " operation");
  }
}

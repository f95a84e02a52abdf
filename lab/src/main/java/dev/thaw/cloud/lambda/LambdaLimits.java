package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service.BodyLimit;

/// How long the bodies of Lambda's requests may be.
final class LambdaLimits implements BodyLimit {

  /// AWS's own: a package of 50 MB in base64 and some more.
  private static final long MAX_BODY = 70_167_211;

  @Override
  public long bytes(Operation operation) {
    return runs(operation) ? InvokeOperations.MAX_SYNCHRONOUS : MAX_BODY;
  }

  @Override
  public ApiException exceeded(Operation operation) {
    long limit = bytes(operation);
    if (runs(operation)) {
      return LambdaErrors.tooLarge(
          "Request must be smaller than " + limit + " bytes for the InvokeFunction operation");
    }
    return BodyLimit.tooLong(limit, "RequestEntityTooLargeException", operation);
  }

  private static boolean runs(Operation operation) {
    return operation.name().startsWith("Invoke");
  }
}

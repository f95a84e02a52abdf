package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import java.util.Map;

/// How long the bodies of S3's requests may be.
final class S3Limits implements BodyLimit {

  /// Of one request.
  static final long MAX_PUT = 5L << 30;

  /// Of all parts but the last.
  static final long MIN_PART = 5 << 20;

  static final int MAX_PARTS = 10_000;

  /// A thousand of anything on one page.
  static final int PAGE = 1000;

  private static final long MAX_DOCUMENT = 8 << 20;

  @Override
  public long bytes(Operation operation) {
    return switch (operation.name()) {
      case "PutObject", "UploadPart" -> MAX_PUT;
      default -> MAX_DOCUMENT;
    };
  }

  @Override
  public ApiException exceeded(Operation operation) {
    return bytes(operation) == MAX_PUT ? tooLarge() : S3Errors.malformed();
  }

  static ApiException tooLarge() {
    return S3Errors.of(
        400,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
        Map.of("MaxSizeAllowed", MAX_PUT));
  }
}

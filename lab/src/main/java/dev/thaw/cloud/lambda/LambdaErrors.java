package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Document;
import java.util.Map;

/// Errors in Lambda's own words.
final class LambdaErrors {

  private LambdaErrors() {}

  static ApiException notFound(String arn) {
    return new ApiException(404, "ResourceNotFoundException", "Function not found: " + arn);
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "InvalidParameterValueException", message);
  }

  static ApiException conflict(String name) {
    return conflicting("Function already exist: " + name);
  }

  static ApiException conflicting(String message) {
    return new ApiException(409, "ResourceConflictException", message);
  }

  /// Refuses a change of another revision than the caller knows.
  static void checkRevision(Document input, String revision) {
    input
        .optionalText("RevisionId")
        .filter(known -> !known.equals(revision))
        .ifPresent(known -> {
          throw precondition();
        });
  }

  private static ApiException precondition() {
    return new ApiException(
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the"
            + " GetFunction/GetAlias API to retrieve the latest Revision Id");
  }

  static ApiException badContent(String message) {
    return new ApiException(400, "InvalidRequestContentException", message);
  }

  static ApiException throttled(String reason) {
    return new ApiException(
        new ApiError(429, "TooManyRequestsException", "Rate Exceeded.", Map.of("Reason", reason)));
  }

  static ApiException tooLarge(String message) {
    return new ApiException(413, "RequestTooLargeException", message);
  }

  /// A setting that changes how a function runs and that thaw does not honour.
  static ApiException notEmulated(String setting) {
    return new ApiException(
        501, "NotImplemented", "thaw does not emulate " + setting + " of Lambda functions");
  }
}

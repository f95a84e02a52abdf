package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;

/// Errors as API Gateway names them.
final class GatewayErrors {

  private GatewayErrors() {}

  static ApiException notFound(String message) {
    return new ApiException(404, "NotFoundException", message);
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequestException", message);
  }

  static ApiException conflict(String message) {
    return new ApiException(409, "ConflictException", message);
  }

  /// An API has no room for another one.
  ///
  /// @param things for example `Resources`
  static void requireRoom(int size, int most, String things) {
    if (size >= most) {
      throw new ApiException(
          429,
          "LimitExceededException",
          "Maximum number of %s for this API has been reached. Please contact AWS if you need additional %s."
              .formatted(things, things));
    }
  }

  /// AWS can do it, thaw cannot: said by name.
  static ApiException notEmulated(String what) {
    return new ApiException(
        501, "NotImplemented", "thaw does not emulate " + what + " of apigateway (AWS does)");
  }

  static ApiException noMethod() {
    return notFound("Invalid Method identifier specified");
  }

  static ApiException noIntegration() {
    return notFound("Invalid Integration identifier specified");
  }

  static ApiException noResponse() {
    return notFound("Invalid Response status code specified");
  }
}

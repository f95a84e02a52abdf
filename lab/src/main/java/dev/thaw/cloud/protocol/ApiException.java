package dev.thaw.cloud.protocol;

import java.util.Map;

/// An error that a caller of an AWS API sees.
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public ApiException(ApiError error) {
    super(error.code() + ": " + error.message(), null, false, false);
    this.error = error;
  }

  public ApiException(int status, String code, String message) {
    this(new ApiError(status, code, message, Map.of()));
  }

  public ApiError error() {
    return error;
  }

  /// An error as AWS names it.
  ///
  /// @param status of HTTP
  /// @param code as on the wire, for example `ResourceNotFoundException`
  /// @param fields further members of the modelled error, by their names in the model
  public record ApiError(int status, String code, String message, Map<String, Object> fields) {

    public ApiError {
      // Half a character, cut or sent, could not be written
      message = Scalars.isUnicode(message) ? message : Scalars.toUnicode(message);
      fields = Map.copyOf(fields);
    }

    public boolean senderFault() {
      return status < 500;
    }
  }

  /// What the model's validation found.
  static ApiException validation(String message) {
    return new ApiException(400, Refusals.VALIDATION, message);
  }

  /// The body cannot be read as the model wants it.
  static ApiException serialization(String message) {
    return new ApiException(400, Refusals.SERIALIZATION, message);
  }

  /// The service has no such operation.
  static ApiException unknownOperation(int status, String message) {
    return new ApiException(status, Refusals.UNKNOWN, message);
  }

  /// AWS has that operation, thaw does not: said loudly, never pretended.
  static ApiException notEmulated(String service, String operation) {
    return new ApiException(
        501,
        "NotImplemented",
        "thaw does not emulate " + service + ":" + operation + " (the operation exists on AWS)");
  }
}

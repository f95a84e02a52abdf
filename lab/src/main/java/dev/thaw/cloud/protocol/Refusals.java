package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.util.Optional;

/// How each protocol names what parsing and validation refuse. They throw under the names of
/// `rest-json`; a service that models such a name keeps it.
final class Refusals {

  static final String VALIDATION = "ValidationException";
  static final String SERIALIZATION = "SerializationException";
  static final String UNKNOWN = "UnknownOperationException";

  private Refusals() {}

  /// CloudWatch Logs calls a broken constraint by a name of its own.
  static ApiError json(ServiceModel model, ApiError error) {
    boolean constraint =
        error.code().equals(VALIDATION) && error.message().contains(Validator.DETECTED);
    return constraint && model.name().equals("logs")
        ? renamed(error, "InvalidParameterException")
        : error;
  }

  static ApiError query(ServiceModel model, ApiError error) {
    return model.error(error.code()).isPresent() ? error : query(error);
  }

  static ApiError query(ApiError error) {
    return switch (error.code()) {
      case VALIDATION -> renamed(error, "ValidationError");
      case SERIALIZATION -> renamed(error, "MalformedInput");
      case UNKNOWN -> renamed(error, "InvalidAction");
      default -> error;
    };
  }

  /// What the body of a request holds is refused as XML before it comes here.
  static ApiError s3(ApiError error) {
    return switch (error.code()) {
      case VALIDATION, SERIALIZATION -> renamed(error, "InvalidArgument");
      case UNKNOWN -> renamed(error, "MethodNotAllowed");
      case "ServiceException" -> renamed(error, "InternalError");
      default -> error;
    };
  }

  private static ApiError renamed(ApiError error, String code) {
    return new ApiError(error.status(), code, error.message(), error.fields());
  }

  /// The name of an error in the model, which documents carry; its code of the query protocol may
  /// be another.
  static String shapeName(ServiceModel model, ApiError error) {
    return model.error(error.code()).map(Shape::name).orElse(error.code());
  }

  /// Its code of the query protocol, which XML carries.
  static String queryCode(ServiceModel model, ApiError error) {
    return model
        .error(error.code())
        .flatMap(Shape.Structure::error)
        .map(Shape.ErrorTrait::code)
        .orElse(error.code());
  }

  /// Tells clients of a service that once spoke the query protocol the code of that time.
  static Optional<Field> queryError(ServiceModel model, ApiError error) {
    if (!model.entry().queryCompatible()) {
      return Optional.empty();
    }
    String code = queryCode(model, query(model, error));
    String fault = error.senderFault() ? "Sender" : "Receiver";
    return Optional.of(new Field("x-amzn-query-error", code + ";" + fault));
  }
}

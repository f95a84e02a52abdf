package dev.thaw.gateway.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gateway answers a request itself.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ResponseType type;
  private final int status;
  private final @Nullable String told;
  private final String validation;

  private Refusal(ResponseType type, int status, @Nullable String told, String validation) {
    super(told, null, false, false);
    this.type = type;
    this.status = status;
    this.told = told;
    this.validation = validation;
  }

  /// @param told what the caller reads; AWS tells nothing about broken authorizers
  static Refusal of(ResponseType type, @Nullable String told) {
    return new Refusal(type, type.status(), told, "");
  }

  static Refusal noSuchMethod() {
    return of(ResponseType.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
  }

  /// The API is set up wrongly, or the function lets nobody in.
  static Refusal misconfigured() {
    return of(ResponseType.API_CONFIGURATION_ERROR, "Internal server error");
  }

  /// What stands behind the method failed, or its answer makes no response.
  static Refusal badGateway() {
    return new Refusal(ResponseType.INTEGRATION_FAILURE, 502, "Internal server error", "");
  }

  static Refusal unreachable() {
    return of(ResponseType.INTEGRATION_FAILURE, "Network error communicating with endpoint");
  }

  static Refusal timedOut() {
    return of(ResponseType.INTEGRATION_TIMEOUT, "Endpoint request timed out");
  }

  static Refusal tooLarge() {
    return of(ResponseType.REQUEST_TOO_LARGE, "Request Too Long");
  }

  static Refusal headTooLarge() {
    return new Refusal(ResponseType.REQUEST_TOO_LARGE, 431, "Request Header Fields Too Large", "");
  }

  static Refusal throttled() {
    return of(ResponseType.THROTTLED, "Too Many Requests");
  }

  static Refusal unauthorized() {
    return of(ResponseType.UNAUTHORIZED, "Unauthorized");
  }

  /// What thaw does not offer is said by name.
  static Refusal notEmulated(String what) {
    return new Refusal(
        ResponseType.API_CONFIGURATION_ERROR, 501, what + " is not emulated by thaw", "");
  }

  /// @param missing names of parameters
  static Refusal missing(List<String> missing) {
    return of(
        ResponseType.BAD_REQUEST_PARAMETERS, "Missing required request parameters: " + missing);
  }

  /// @param flaws in words
  static Refusal body(List<String> flaws) {
    return new Refusal(
        ResponseType.BAD_REQUEST_BODY,
        ResponseType.BAD_REQUEST_BODY.status(),
        "Invalid request body",
        flaws.toString());
  }

  ResponseType type() {
    return type;
  }

  int status() {
    return status;
  }

  @Nullable String told() {
    return told;
  }

  /// `$context.error.validationErrorString`
  String validation() {
    return validation;
  }
}

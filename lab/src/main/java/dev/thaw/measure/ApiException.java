package dev.thaw.measure;

/// The Lambda API refused.
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;

  /// @param type AWS's name of the error, such as `ResourceNotFoundException`
  ApiException(String operation, int status, String type, String message) {
    super(operation + ": " + status + " " + type + ": " + message);
    this.status = status;
    this.type = type;
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }
}

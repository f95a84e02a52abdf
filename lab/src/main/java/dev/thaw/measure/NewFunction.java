package dev.thaw.measure;

import java.util.Map;

/// A function to be created, its code inline.
///
/// @param role an ARN; a local endpoint takes any
/// @param zip the deployment package
public record NewFunction(
    String name,
    String runtime,
    String role,
    String handler,
    byte[] zip,
    int memoryMb,
    int timeoutSeconds,
    Map<String, String> environment) {

  public NewFunction {
    environment = Map.copyOf(environment);
  }

  /// The same function in another size.
  NewFunction sized(String otherName, int otherMemoryMb) {
    return new NewFunction(
        otherName, runtime, role, handler, zip, otherMemoryMb, timeoutSeconds, environment);
  }
}

package dev.thaw.lambda.runtimeapi;

import java.util.Set;

/// What a session tells about the function that it runs.
///
/// @param externalExtensions file names in `/opt/extensions`
public record SessionProfile(
    String functionName,
    String functionVersion,
    String handler,
    String account,
    Set<String> externalExtensions) {

  public SessionProfile {
    externalExtensions = Set.copyOf(externalExtensions);
  }
}

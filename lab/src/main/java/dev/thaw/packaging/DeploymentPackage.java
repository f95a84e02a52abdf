package dev.thaw.packaging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What can be given to CreateFunction.
///
/// @param zip the package
/// @param bytes of the zip
/// @param unzippedBytes of the files in it
/// @param sha256 of the zip, in Base64 as in `CodeSha256`
/// @param family `python`, `nodejs`, `java` or `provided`
/// @param handler as in CreateFunction
/// @param dependencies installed into it for this package; the largest first; empty for a zip that
///   came ready
/// @param took making it, the installation of dependencies included
public record DeploymentPackage(
    Path zip,
    long bytes,
    long unzippedBytes,
    String sha256,
    String family,
    String handler,
    List<Dependency> dependencies,
    Duration took) {

  public DeploymentPackage {
    dependencies = List.copyOf(dependencies);
  }

  /// One distribution as its package client knows it: `Flask` with all its modules,
  /// `@aws-sdk/core`.
  ///
  /// @param bytes of its files, unzipped
  public record Dependency(String name, long bytes) {}
}

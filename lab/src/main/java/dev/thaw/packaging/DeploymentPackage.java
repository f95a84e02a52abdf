package dev.thaw.packaging;

import java.nio.file.Path;
import java.util.List;

/// What can be given to CreateFunction.
///
/// @param zip the package
/// @param bytes of the zip
/// @param family `python`, `nodejs`, `java` or `provided`
/// @param handler as in CreateFunction
/// @param dependencies installed into it for this package; empty for a zip that came ready
public record DeploymentPackage(
    Path zip, long bytes, String family, String handler, List<Dependency> dependencies) {

  public DeploymentPackage {
    dependencies = List.copyOf(dependencies);
  }

  /// One directory or module at the top of what a package client installed.
  ///
  /// @param bytes on disk
  public record Dependency(String name, long bytes) {}
}

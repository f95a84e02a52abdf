package dev.thaw.measure.result;

import java.util.List;
import java.util.OptionalLong;

/// The deployment package.
///
/// @param bytes of the zip
/// @param unzippedBytes empty when the function was there already and its zip was not opened
/// @param dependencies what was installed into it, the largest first; empty when nothing was or
///   when it is not known
public record PackageSize(long bytes, OptionalLong unzippedBytes, List<Dependency> dependencies) {

  public PackageSize {
    dependencies = List.copyOf(dependencies);
  }

  /// One installed top-level package.
  ///
  /// @param bytes on disk, unzipped
  public record Dependency(String name, long bytes) {}
}

package dev.thaw.lambda.runtime;

import java.nio.file.Path;
import java.util.List;

/// An installed interpreter: its real executable, never a shim.
///
/// @param executable absolute
/// @param version as it says itself, for example `3.11.2`
/// @param visible paths that it needs beyond the system's directories, for example its installation
///   in a home
record Interpreter(Path executable, String version, List<Path> visible) {

  /// Whether the version is `wanted` or begins with it, for example `3.11` with `3`.
  boolean is(String wanted) {
    return version.equals(wanted) || version.startsWith(wanted + ".");
  }
}

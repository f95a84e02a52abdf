package dev.thaw.lambda.runtime;

import java.nio.file.Path;
import java.util.List;

/// An installed interpreter, known by its real executable.
///
/// @param executable never a shim, a link or a virtual environment's copy
/// @param version what it says of itself, for example `3.13.0`
/// @param visible host directories and files it needs beyond the system's own
record Interpreter(Path executable, String version, List<Path> visible) {

  /// The first number of the version.
  int major() {
    return part(0);
  }

  /// The second number of the version, 0 if there is none.
  int minor() {
    return part(1);
  }

  private int part(int index) {
    String[] parts = version.split("[._+-]");
    return index < parts.length && parts[index].matches("\\d{1,9}")
        ? Integer.parseInt(parts[index])
        : 0;
  }

  @Override
  public String toString() {
    return version + " at " + executable;
  }
}

package dev.thaw.cli;

import dev.thaw.lambda.sandbox.Directories;
import java.nio.file.Path;

/// Where one thaw keeps functions, objects and all else that users make.
///
/// @param passing whether it is deleted at the end
record StateFolder(Path path, boolean passing) implements AutoCloseable {

  /// An empty one below the data folder, whose holder calls this: what is there was left by one
  /// that was killed.
  static StateFolder passing(Path data) {
    Path path = data.resolve("ephemeral");
    Directories.delete(path);
    return new StateFolder(path, true);
  }

  @Override
  public void close() {
    if (passing) {
      Directories.delete(path);
    }
  }
}

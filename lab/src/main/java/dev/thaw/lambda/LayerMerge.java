package dev.thaw.lambda;

import dev.thaw.lambda.sandbox.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Lays unpacked layers over each other: what a later one has, wins.
///
/// Entries are moved and links are never followed, so a layer cannot write through a link of an
/// earlier one: it replaces the link.
final class LayerMerge {

  private LayerMerge() {}

  /// @param layer an unpacked layer, on the same file system; some of it is moved away
  /// @param into what is there already, a directory
  static void lay(Path layer, Path into) throws IOException {
    for (Path entry : entries(layer)) {
      Path target = into.resolve(entry.getFileName());
      if (isDirectory(entry) && isDirectory(target)) {
        lay(entry, target);
      } else {
        if (isDirectory(target)) {
          Directories.delete(target);
        } else {
          Files.deleteIfExists(target);
        }
        Files.move(entry, target);
      }
    }
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}

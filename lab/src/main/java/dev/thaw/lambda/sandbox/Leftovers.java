package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What programs that were killed have left behind. An instance is named by process and start time,
/// so that nobody who merely got the same process number is taken for it.
final class Leftovers {

  private static final Pattern INSTANCE = Pattern.compile("(\\d{1,10})-(\\d{1,18})-\\d{1,9}");

  private Leftovers() {}

  /// Removes control groups, processes in them, and directories below `root` of instances that have
  /// ended.
  static void remove(Path root) throws IOException {
    for (Path home : Cgroups.homes()) {
      try (DirectoryStream<Path> instances = Files.newDirectoryStream(home)) {
        for (Path instance : instances) {
          if (ended(instance)) {
            Cgroups.removeInstance(instance);
          }
        }
      }
    }
    if (!Files.isDirectory(root)) {
      return;
    }
    try (DirectoryStream<Path> instances = Files.newDirectoryStream(root)) {
      for (Path instance : instances) {
        if (ended(instance)) {
          Directories.delete(instance);
        }
      }
    }
  }

  private static boolean ended(Path instance) {
    Matcher name = INSTANCE.matcher(instance.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    OptionalLong start = ProcessTree.startTicks(Long.parseLong(name.group(1)));
    return start.isEmpty() || start.getAsLong() != Long.parseLong(name.group(2));
  }
}

package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What thaw runs on, found out once.
///
/// @param linux whether namespaces, cgroups and `/proc` may exist at all
/// @param root whether thaw may do everything
/// @param groups whether control groups may be used
/// @param unified whether a version 2 tree may be used beside version 1
record Machine(boolean linux, boolean root, boolean groups, boolean unified) {

  private static final List<String> DIRECTORIES =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/local/sbin");

  static Machine probe() {
    boolean linux =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux") && Proc.available();
    return new Machine(linux, uid() == 0, linux, linux);
  }

  /// As if nothing could be limited here.
  Machine withoutGroups() {
    return new Machine(linux, root, false, false);
  }

  /// As if there were no version 2 tree.
  Machine withoutUnified() {
    return new Machine(linux, root, groups, false);
  }

  /// -1 if it cannot be told.
  private static int uid() {
    try {
      Path mine = Files.createTempFile("thaw", null);
      try {
        return (Integer) Files.getAttribute(mine, "unix:uid");
      } finally {
        Files.delete(mine);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }

  /// The program of the system with this name. The PATH is not asked: what runs as root comes from
  /// the system.
  Optional<Path> tool(String name) {
    return DIRECTORIES.stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

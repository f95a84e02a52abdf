package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where executables lie on this machine.
///
/// @param environment of the user: `PATH`, and the variables by which version managers are moved
/// @param home the user's home directory
/// @param root `/`, another directory in tests
record Machine(Map<String, String> environment, Path home, Path root) {

  /// What a sandbox shows of the host in any case.
  private static final List<String> SYSTEM = List.of("usr", "bin", "sbin", "lib", "lib64");

  static Machine here() {
    return new Machine(System.getenv(), Path.of(System.getProperty("user.home")), Path.of("/"));
  }

  /// Executables whose file name matches, first those on the `PATH`, then those in the directories
  /// given. Shims of version managers are left out, since asking one is slow and its answer changes
  /// with the working directory; what they stand for takes their place.
  ///
  /// @param languages the names that version managers have for it
  List<Path> executables(Pattern name, List<String> languages, List<Path> directories) {
    Set<Path> found = new LinkedHashSet<>();
    for (Path place :
        Stream.concat(
                path().flatMap(entry -> behindShims(entry, languages).stream()),
                directories.stream())
            .toList()) {
      for (Path file : list(place)) {
        if (name.matcher(file.getFileName().toString()).matches() && Files.isExecutable(file)) {
          found.add(file);
        }
      }
    }
    return List.copyOf(found);
  }

  /// What the user starts by a command's name, a shim too.
  Optional<Path> onPath(String command) {
    return path().map(place -> place.resolve(command)).filter(Files::isExecutable).findFirst();
  }

  /// Where the version manager keeps its installations whose shims these are; the directory itself
  /// if it holds no shims.
  private static List<Path> behindShims(Path place, List<String> languages) {
    Path manager = place.getParent();
    if (isReal(place)) {
      return List.of(place);
    }
    if (manager == null) {
      return List.of();
    }
    List<Path> behind = new ArrayList<>(below(manager, "versions/*/bin"));
    for (String language : languages) {
      behind.addAll(below(manager, "installs/" + language + "/*/bin"));
    }
    return behind;
  }

  private Stream<Path> path() {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .filter(entry -> entry.startsWith("/"))
        .map(Path::of);
  }

  static boolean isReal(Path place) {
    return !place.endsWith("shims") && !place.endsWith(".volta/bin");
  }

  /// Directories of a pattern such as `.pyenv/versions/*/bin` below a directory, newest name first.
  static List<Path> below(Path directory, String pattern) {
    List<Path> level = List.of(directory);
    for (String step : pattern.split("/")) {
      List<Path> next = new ArrayList<>();
      for (Path parent : level) {
        if (step.equals("*")) {
          next.addAll(list(parent).reversed());
        } else {
          next.add(parent.resolve(step));
        }
      }
      level = next;
    }
    return level.stream().filter(Files::isDirectory).toList();
  }

  /// The directory that a variable names, else one below the user's home.
  Path moved(String variable, String usual) {
    String value = environment.get(variable);
    return value != null && value.startsWith("/") ? Path.of(value) : home.resolve(usual);
  }

  /// Whether every sandbox shows this path anyway.
  boolean isSystem(Path path) {
    return SYSTEM.stream().anyMatch(name -> path.startsWith(root.resolve(name)));
  }

  /// Whether a directory holds more than an installation, so that it must not be shown as a whole.
  boolean isShared(Path directory) {
    return home.startsWith(directory)
        || directory.equals(home.resolve(".local"))
        || root.startsWith(directory);
  }

  private static List<Path> list(Path directory) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (IOException absent) {
      return List.of();
    }
    Collections.sort(entries);
    return entries;
  }
}

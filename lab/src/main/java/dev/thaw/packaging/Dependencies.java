package dev.thaw.packaging;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Installs what a function's `requirements.txt` or `package.json` names, as SAM would, by pip and
/// npm, which see the user's own proxy and mirror settings. Done once for the same files and
/// interpreter.
final class Dependencies {

  private final Path cache;
  private final Consumer<String> progress;

  Dependencies(Path cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// @param python interpreter of the runtime that the package is for
  /// @return the directory that they are in; empty if there is nothing to install
  Optional<Path> python(Path source, Path python) throws IOException {
    Path file = source.resolve("requirements.txt");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Requirements requirements = Requirements.read(file);
    if (requirements.isEmpty()) {
      return Optional.empty();
    }
    List<String> key = new ArrayList<>(requirements.texts());
    key.add(python.toString());
    key.add(new Client(source, progress).firstLine(List.of(python.toString(), "--version")));
    return Optional.of(
        cached(
            "python",
            key,
            requirements.reproducible(),
            directory ->
                new Client(source, progress)
                    .run(
                        List.of(
                            python.toString(),
                            "-m",
                            "pip",
                            "install",
                            "--disable-pip-version-check",
                            "--no-input",
                            "--no-compile",
                            "--target",
                            directory.toString(),
                            "-r",
                            file.toAbsolutePath().toString()),
                        "needs pip; Debian has it in python3-pip")));
  }

  /// The whole installation: `node_modules` in it.
  ///
  /// @return empty if there is nothing to install, or if the directory has its `node_modules`
  ///   already
  Optional<Path> node(Path source) throws IOException {
    Path manifest = source.resolve("package.json");
    if (!Files.isRegularFile(manifest)
        || Files.isDirectory(source.resolve("node_modules"))
        || dependencies(manifest).isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(List.of("package.json"));
    for (String lock : List.of("package-lock.json", "npm-shrinkwrap.json", ".npmrc")) {
      if (Files.isRegularFile(source.resolve(lock))) {
        names.add(lock);
      }
    }
    boolean locked = names.contains("package-lock.json") || names.contains("npm-shrinkwrap.json");
    List<String> key = new ArrayList<>();
    for (String name : names) {
      key.add(name);
      key.add(Files.readString(source.resolve(name)));
    }
    key.add(new Client(source, progress).firstLine(List.of("npm", "version", "--json=false")));
    return Optional.of(
        cached(
            "nodejs",
            key,
            true,
            directory -> {
              for (String name : names) {
                Files.copy(source.resolve(name), directory.resolve(name));
              }
              new Client(directory, progress)
                  .run(
                      List.of(
                          "npm",
                          locked ? "ci" : "install",
                          "--omit=dev",
                          "--no-audit",
                          "--no-fund"),
                      "needs npm, which comes with Node.js");
              Files.deleteIfExists(directory.resolve(".npmrc"));
            }));
  }

  private static Optional<JsonNode> dependencies(Path manifest) throws IOException {
    JsonNode tree;
    try {
      tree = JsonMapper.shared().readTree(Files.readString(manifest));
    } catch (JacksonException e) {
      throw new PackagingException(manifest + ": not JSON: " + e.getOriginalMessage());
    }
    if (!tree.isObject()) {
      throw new PackagingException(manifest + ": not a JSON object");
    }
    JsonNode found = tree.path("dependencies");
    if (!found.isMissingNode() && !found.isObject()) {
      throw new PackagingException(manifest + ": dependencies (expected: an object)");
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  @FunctionalInterface
  private interface Install {
    void into(Path directory) throws IOException;
  }

  /// @param reproducible whether the key tells all that the installation depends on; otherwise it
  ///   is done anew every time
  private Path cached(String family, List<String> key, boolean reproducible, Install install)
      throws IOException {
    Path done = cache.resolve(family + "-" + Sha256.name(key));
    if (reproducible && Files.isDirectory(done)) {
      return done;
    }
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, family + "-new-");
    progress.accept("installing the function's dependencies");
    boolean whole = false;
    try {
      install.into(fresh);
      whole = true;
    } finally {
      if (!whole) {
        delete(fresh);
      }
    }
    if (!reproducible) {
      delete(done);
    }
    try {
      return Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      // another thaw was faster with the same files
      delete(fresh);
      return done;
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

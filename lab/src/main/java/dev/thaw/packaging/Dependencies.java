package dev.thaw.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Installs what a function's `requirements.txt` or `package.json` names, as SAM would, by pip and
/// npm, which see the user's own proxy and mirror settings. Done once for the same file and
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
    Path requirements = source.resolve("requirements.txt");
    if (!Files.isRegularFile(requirements)
        || Files.readString(requirements).lines().allMatch(Dependencies::nothing)) {
      return Optional.empty();
    }
    return Optional.of(
        cached(
            "python",
            List.of(Files.readString(requirements), python.toString(), versionMark(python)),
            directory ->
                run(
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
                        requirements.toAbsolutePath().toString()),
                    source,
                    "pip; Debian has it in python3-pip")));
  }

  /// The whole installation: `node_modules` in it.
  Optional<Path> node(Path source) throws IOException {
    Path manifest = source.resolve("package.json");
    if (!Files.isRegularFile(manifest)
        || Files.isDirectory(source.resolve("node_modules"))
        || !Files.readString(manifest).contains("\"dependencies\"")) {
      return Optional.empty();
    }
    Path lock = source.resolve("package-lock.json");
    boolean locked = Files.isRegularFile(lock);
    List<String> key = new ArrayList<>(List.of(Files.readString(manifest)));
    if (locked) {
      key.add(Files.readString(lock));
    }
    return Optional.of(
        cached(
            "nodejs",
            key,
            directory -> {
              Files.copy(manifest, directory.resolve("package.json"));
              if (locked) {
                Files.copy(lock, directory.resolve("package-lock.json"));
              }
              run(
                  List.of(
                      "npm", locked ? "ci" : "install", "--omit=dev", "--no-audit", "--no-fund"),
                  directory,
                  "npm; it comes with Node.js");
            }));
  }

  /// Bytes per entry at the top, the largest first.
  static List<DeploymentPackage.Dependency> sizes(Path installed) throws IOException {
    Path top =
        Files.isDirectory(installed.resolve("node_modules"))
            ? installed.resolve("node_modules")
            : installed;
    List<DeploymentPackage.Dependency> sizes = new ArrayList<>();
    try (Stream<Path> entries = Files.list(top)) {
      for (Path entry : entries.toList()) {
        try (Stream<Path> files = Files.walk(entry)) {
          long bytes = files.filter(Files::isRegularFile).mapToLong(Dependencies::size).sum();
          sizes.add(new DeploymentPackage.Dependency(entry.getFileName().toString(), bytes));
        }
      }
    }
    sizes.sort(Comparator.comparingLong(DeploymentPackage.Dependency::bytes).reversed());
    return sizes;
  }

  @FunctionalInterface
  private interface Install {
    void into(Path directory) throws IOException;
  }

  private Path cached(String family, List<String> key, Install install) throws IOException {
    Path done = cache.resolve(family + "-" + hash(key));
    if (Files.isDirectory(done)) {
      return done;
    }
    Files.createDirectories(cache);
    Path fresh = Files.createTempDirectory(cache, family);
    progress.accept("installing the function's dependencies");
    install.into(fresh);
    return Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
  }

  private void run(List<String> command, Path directory, String client) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new PackagingException(
          "dependencies: "
              + command.getFirst()
              + " cannot be started ("
              + client
              + "): "
              + e.getMessage());
    }
    process.getOutputStream().close();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(line);
        output.add(line);
      }
      if (process.waitFor() != 0) {
        String end =
            String.join("\n", output.subList(Math.max(0, output.size() - 8), output.size()));
        throw new PackagingException(
            "dependencies: `" + String.join(" ", command) + "` failed (" + client + "):\n" + end);
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean nothing(String line) {
    return line.isBlank() || line.strip().startsWith("#");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static String versionMark(Path executable) throws IOException {
    return Files.getLastModifiedTime(executable).toString();
  }

  private static String hash(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.thaw.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Makes a deployment package of a target: a directory, whose dependencies are installed, or a zip,
/// which is taken as it is.
public final class Packager {

  /// Enough of a source file to see what it defines.
  private static final int MAX_SOURCE = 1 << 20;

  private final Path cache;
  private final Interpreters interpreters;
  private final Consumer<String> progress;

  /// Finds the interpreter of a runtime family, for pip.
  @FunctionalInterface
  public interface Interpreters {
    Path executable(String family);
  }

  /// @param cache directory in which installed dependencies are kept
  /// @param progress takes lines for the user
  public Packager(Path cache, Interpreters interpreters, Consumer<String> progress) {
    this.cache = cache;
    this.interpreters = interpreters;
    this.progress = progress;
  }

  /// @param handler given by the user; otherwise it is guessed
  /// @param scratch directory for the zip
  /// @throws PackagingException if there is no function in it
  public DeploymentPackage make(Path target, Optional<String> handler, Path scratch)
      throws IOException {
    if (!Files.exists(target)) {
      throw new PackagingException(target + ": there is no such directory or zip");
    }
    if (Files.isDirectory(target)) {
      return directory(target, handler, scratch);
    }
    return zip(target, handler);
  }

  private DeploymentPackage directory(Path source, Optional<String> handler, Path scratch)
      throws IOException {
    long began = System.nanoTime();
    PackageFiles own = new PackageFiles();
    own.add(source, Set.of());
    if (own.names().isEmpty()) {
      throw new PackagingException(source + ": empty (expected: a function's code)");
    }
    Handlers.Guess guess =
        handler.isPresent()
            ? new Handlers.Guess(
                Handlers.family(top(own.names()), own.names(), handler.get()), handler.get())
            : Handlers.guess(top(own.names()), name -> read(own.path(name)));
    Dependencies dependencies = new Dependencies(cache, progress);
    Optional<Path> installed =
        switch (guess.family()) {
          case "python" ->
              Files.exists(source.resolve("requirements.txt"))
                  ? dependencies.python(source, interpreters.executable("python"))
                  : Optional.empty();
          case "nodejs" -> dependencies.node(source);
          default -> Optional.empty();
        };
    PackageFiles all = new PackageFiles();
    if (installed.isPresent()) {
      all.add(installed.get(), Set.of("bin", "package.json", "package-lock.json"));
    }
    all.add(source, Set.of());
    Path zip = scratch.resolve("package.zip");
    all.writeZip(zip);
    List<DeploymentPackage.Dependency> sizes =
        installed.isPresent() ? Distributions.in(installed.get()) : List.of();
    return new DeploymentPackage(
        zip,
        Files.size(zip),
        all.bytes(),
        Sha256.base64(zip),
        guess.family(),
        guess.handler(),
        sizes,
        Duration.ofNanos(System.nanoTime() - began));
  }

  private static DeploymentPackage zip(Path zip, Optional<String> handler) throws IOException {
    long began = System.nanoTime();
    if (!Files.isRegularFile(zip)) {
      throw new PackagingException(zip + ": neither a directory nor a file");
    }
    if (!Files.isReadable(zip)) {
      throw new PackagingException(zip + ": cannot be read");
    }
    try (ZipFile file = new ZipFile(zip.toFile())) {
      Set<String> names =
          file.stream()
              .filter(e -> !e.isDirectory())
              .map(ZipEntry::getName)
              .collect(Collectors.toSet());
      if (names.isEmpty()) {
        throw new PackagingException(zip + ": empty (expected: a function's code)");
      }
      Handlers.Guess guess =
          handler.isPresent()
              ? new Handlers.Guess(Handlers.family(top(names), names, handler.get()), handler.get())
              : Handlers.guess(top(names), name -> read(file, name));
      return new DeploymentPackage(
          zip,
          Files.size(zip),
          file.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum(),
          Sha256.base64(zip),
          guess.family(),
          guess.handler(),
          List.of(),
          Duration.ofNanos(System.nanoTime() - began));
    } catch (ZipException e) {
      throw new PackagingException(zip + ": not a zip (" + e.getMessage() + ")");
    }
  }

  private static Set<String> top(Set<String> names) {
    Set<String> top = new HashSet<>(names);
    top.removeIf(name -> name.contains("/"));
    return top;
  }

  private static String read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_SOURCE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PackagingException(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static String read(ZipFile zip, String name) {
    try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return new String(in.readNBytes(MAX_SOURCE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new PackagingException(name + ": cannot be read: " + e.getMessage());
    }
  }
}

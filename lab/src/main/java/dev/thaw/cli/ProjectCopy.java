package dev.thaw.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/// A copy of a project, for a tool that writes into its directory: the user's own stays as it is.
///
/// Virtual environments, which the tool finds where they are, and the history of versions are not
/// copied. Links keep leading to where they led.
final class ProjectCopy extends SimpleFileVisitor<Path> {

  private static final Set<String> LEFT = Set.of(".git", ".hg", "__pycache__");

  private final Path from;
  private final Path to;
  private final Set<Path> left;

  private ProjectCopy(Path from, Path to, Set<Path> left) {
    this.from = from;
    this.to = to;
    this.left = left;
  }

  /// @param to does not exist
  /// @param left what else is not copied, as paths within the project
  static void make(Path from, Path to, Set<Path> left) throws IOException {
    Path real = from.toRealPath();
    Files.walkFileTree(real, new ProjectCopy(real, to, left));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    boolean nested = !folder.equals(from);
    if (nested
        && (LEFT.contains(folder.getFileName().toString())
            || left.contains(from.relativize(folder))
            || Files.exists(folder.resolve("pyvenv.cfg")))) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    Files.createDirectories(target(folder));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (left.contains(from.relativize(file))) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) {
      link(file);
    } else if (attributes.isRegularFile()) {
      Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
    return FileVisitResult.CONTINUE;
  }

  /// A link within the project leads to the copy, any other to where it led.
  private void link(Path file) throws IOException {
    Path named = Files.readSymbolicLink(file);
    Path meant = file.resolveSibling(named).normalize();
    boolean within = !named.isAbsolute() && meant.startsWith(from);
    Files.createSymbolicLink(target(file), within ? named : meant);
  }

  private Path target(Path path) {
    return to.resolve(from.relativize(path));
  }
}

package dev.thaw.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The files that go into a package, by their path inside it; sorted, so that the same files give
/// the same zip.
final class PackageFiles {

  /// Lambda's limit, unzipped.
  static final long MAX_UNZIPPED = 262_144_000;

  /// Never part of a function, whoever packages it.
  private static final Set<String> LEFT_OUT =
      Set.of(
          ".git",
          ".hg",
          ".svn",
          "__pycache__",
          ".venv",
          "venv",
          ".env",
          ".npmrc",
          ".idea",
          ".vscode",
          ".pytest_cache",
          ".mypy_cache",
          ".DS_Store",
          ".aws-sam",
          ".serverless",
          ".chalice");

  /// Zip knows no time zone and no year before 1980; a fixed time keeps packages comparable.
  private static final LocalDateTime TIME = LocalDateTime.of(2020, 1, 1, 0, 0);

  private final Map<String, Path> files = new TreeMap<>();
  private long bytes;

  /// Adds a directory's files. What comes later replaces what was there.
  ///
  /// @param skip names at the top that are left out
  void add(Path root, Set<String> skip) throws IOException {
    Path real = root.toRealPath();
    Files.walkFileTree(
        real,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(real) || !leftOut(directory)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (leftOut(file) || file.toString().endsWith(".pyc")) {
              return FileVisitResult.CONTINUE;
            }
            Path target = file;
            if (attributes.isSymbolicLink()) {
              target = linked(file);
              if (Files.isDirectory(target)) {
                throw new PackagingException(
                    file + ": a link to a directory (expected: files and directories)");
              }
            } else if (!attributes.isRegularFile()) {
              throw new PackagingException(file + ": neither file nor directory");
            }
            if (!Files.isReadable(target)) {
              throw new PackagingException(file + ": cannot be read");
            }
            String name = real.relativize(file).toString().replace('\\', '/');
            Path replaced = files.put(name, target);
            bytes += Files.size(target) - (replaced == null ? 0 : Files.size(replaced));
            if (bytes > MAX_UNZIPPED) {
              throw new PackagingException(
                  root
                      + ": over "
                      + MAX_UNZIPPED / 1_048_576
                      + " MB unzipped with "
                      + name
                      + " (expected: <= 250 MB, Lambda's limit)");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            throw new PackagingException(file + ": cannot be read: " + failure.getMessage());
          }

          private boolean leftOut(Path path) {
            String name = path.getFileName().toString();
            return LEFT_OUT.contains(name)
                || (real.equals(path.getParent()) && skip.contains(name));
          }

          private Path linked(Path file) throws IOException {
            Path target;
            try {
              target = file.toRealPath();
            } catch (IOException e) {
              throw new PackagingException(file + ": a link that leads nowhere");
            }
            if (!target.startsWith(real)) {
              throw new PackagingException(
                  file
                      + ": a link that leaves the directory, to "
                      + target
                      + " (expected: within "
                      + root
                      + ")");
            }
            return target;
          }
        });
  }

  /// Of all files together.
  long bytes() {
    return bytes;
  }

  Set<String> names() {
    return files.keySet();
  }

  Path path(String name) {
    Path path = files.get(name);
    if (path == null) {
      throw new IllegalArgumentException("name: " + name + " (expected: one of names())");
    }
    return path;
  }

  void writeZip(Path zip) throws IOException {
    try (OutputStream raw = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(raw)) {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(TIME);
        out.putNextEntry(entry);
        Files.copy(file.getValue(), out);
        out.closeEntry();
      }
    }
    ZipModes.mark(zip, name -> Files.isExecutable(path(name)));
  }
}

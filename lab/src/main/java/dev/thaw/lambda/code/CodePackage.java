package dev.thaw.lambda.code;

import dev.thaw.lambda.code.InvalidCodePackage.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A deployment package: a zip that comes from anybody.
public final class CodePackage {

  /// Lambda's limit on a package and its layers, unzipped.
  public static final long MAX_UNZIPPED = 262_144_000;

  /// More entries than any real package has; each one costs an inode at every unpacking.
  static final int MAX_ENTRIES = 200_000;

  private static final int MAX_LINK = 4_096;

  private CodePackage() {}

  /// @param unzipped bytes of all files
  public record Summary(int files, long unzipped) {}

  /// Reads a package through without keeping any of it.
  ///
  /// @throws InvalidCodePackage if it is no zip, empty, too large, or reaches out of its own root
  public static Summary check(Path zip) throws IOException {
    List<CentralDirectory.Entry> entries = entries(zip);
    if (entries.isEmpty()) {
      throw new InvalidCodePackage(Problem.EMPTY, "it has no entries");
    }
    Set<String> names = new HashSet<>();
    long total = 0;
    int files = 0;
    try (ZipFile file = new ZipFile(zip.toFile(), StandardCharsets.UTF_8)) {
      for (CentralDirectory.Entry entry : entries) {
        checkName(entry.name());
        if (!names.add(entry.name())) {
          throw new InvalidCodePackage(Problem.UNSAFE, "entry " + entry.name() + " is there twice");
        }
        if (entry.directory()) {
          continue;
        }
        files++;
        if (entry.symbolicLink()) {
          checkLink(entry.name(), link(file, entry));
        } else {
          total += length(file, entry, MAX_UNZIPPED - total);
        }
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidCodePackage(Problem.NOT_A_ZIP, "damaged: " + e.getMessage());
    }
    return new Summary(files, total);
  }

  /// Unpacks a checked package into an existing directory, with the modes that it names. The same
  /// bounds hold again: what was checked may not be what is there now.
  public static void unpack(Path zip, Path into) throws IOException {
    long left = MAX_UNZIPPED;
    Path root = into.toRealPath();
    // Directories known to lie inside; asking the file system again for every file would cost more
    // than the files.
    Set<Path> inside = new HashSet<>();
    try (ZipFile file = new ZipFile(zip.toFile(), StandardCharsets.UTF_8)) {
      for (CentralDirectory.Entry entry : entries(zip)) {
        checkName(entry.name());
        Path path = root.resolve(entry.name()).normalize();
        if (!path.startsWith(root)) {
          throw new InvalidCodePackage(
              Problem.UNSAFE, "entry " + entry.name() + " leaves the package");
        }
        if (entry.directory()) {
          Files.createDirectories(path);
          continue;
        }
        createParents(root, path, inside);
        if (entry.symbolicLink()) {
          String target = link(file, entry);
          checkLink(entry.name(), target);
          Files.createSymbolicLink(path, Path.of(target));
          inside.clear();
          continue;
        }
        try (InputStream in = open(file, entry);
            OutputStream out = Files.newOutputStream(path)) {
          left -= copy(in, out, left, entry.name());
        }
        if (entry.executable()) {
          Set<PosixFilePermission> mode = EnumSet.copyOf(Files.getPosixFilePermissions(path));
          mode.add(PosixFilePermission.OWNER_EXECUTE);
          mode.add(PosixFilePermission.GROUP_EXECUTE);
          mode.add(PosixFilePermission.OTHERS_EXECUTE);
          Files.setPosixFilePermissions(path, mode);
        }
      }
    }
  }

  private static List<CentralDirectory.Entry> entries(Path zip) throws IOException {
    List<CentralDirectory.Entry> entries = CentralDirectory.read(zip);
    if (entries.size() > MAX_ENTRIES) {
      throw new InvalidCodePackage(
          Problem.TOO_LARGE, entries.size() + " entries (expected: <= " + MAX_ENTRIES + ")");
    }
    return entries;
  }

  private static void checkName(String name) {
    boolean absolute = name.startsWith("/") || name.startsWith("\\") || name.matches("[A-Za-z]:.*");
    boolean leaves = List.of(name.split("[/\\\\]")).contains("..");
    if (name.isEmpty() || absolute || leaves || name.indexOf('\0') >= 0) {
      throw new InvalidCodePackage(
          Problem.UNSAFE, "entry " + name + " (expected: a path inside the package)");
    }
  }

  /// A link may lead to another place of the package, or to where layers and the runtime will be.
  private static void checkLink(String name, String target) {
    if (target.startsWith("/")) {
      if (!target.matches("/(var/task|opt|var/runtime|tmp)(/.*)?")
          || List.of(target.split("/")).contains("..")) {
        throw new InvalidCodePackage(
            Problem.UNSAFE,
            "link " + name + " leads to " + target + " (expected: inside the package)");
      }
      return;
    }
    int depth = name.split("/").length - 1;
    for (String part : target.split("/")) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        throw new InvalidCodePackage(
            Problem.UNSAFE,
            "link " + name + " leads to " + target + " (expected: inside the package)");
      }
    }
  }

  /// A directory on the way may be a link that the package itself brought: it must not lead out
  /// either.
  private static void createParents(Path root, Path path, Set<Path> inside) throws IOException {
    Path parent = path.getParent();
    if (parent == null || !inside.add(parent)) {
      return;
    }
    Files.createDirectories(parent);
    if (!parent.toRealPath().startsWith(root)) {
      throw new InvalidCodePackage(
          Problem.UNSAFE,
          "entry " + root.relativize(path) + " lies behind a link that leaves the package");
    }
  }

  private static String link(ZipFile file, CentralDirectory.Entry entry) throws IOException {
    try (InputStream in = open(file, entry)) {
      byte[] target = in.readNBytes(MAX_LINK + 1);
      if (target.length == 0 || target.length > MAX_LINK) {
        throw new InvalidCodePackage(
            Problem.UNSAFE,
            "link "
                + entry.name()
                + ": "
                + target.length
                + " bytes (expected: 1 to "
                + MAX_LINK
                + ")");
      }
      return new String(target, StandardCharsets.UTF_8);
    }
  }

  private static long length(ZipFile file, CentralDirectory.Entry entry, long most)
      throws IOException {
    try (InputStream in = open(file, entry)) {
      return copy(in, OutputStream.nullOutputStream(), most, entry.name());
    }
  }

  private static InputStream open(ZipFile file, CentralDirectory.Entry entry) throws IOException {
    ZipEntry found = file.getEntry(entry.name());
    if (found == null) {
      throw new InvalidCodePackage(Problem.NOT_A_ZIP, "entry " + entry.name() + " cannot be found");
    }
    return file.getInputStream(found);
  }

  private static long copy(InputStream in, OutputStream out, long most, String name)
      throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long total = 0;
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      total += read;
      if (total > most) {
        throw new InvalidCodePackage(
            Problem.TOO_LARGE, "with " + name + " it has over " + MAX_UNZIPPED + " bytes unzipped");
      }
      out.write(buffer, 0, read);
    }
    return total;
  }
}
